/**
 * Whether the stored events of a run are those that were written, all of them, in their order. Pure: the messages and what the
 * summary knows go in, findings come out, in the order of the log.
 *
 * Three witnesses: each event holds the digest of the bytes before it; each message keeps the sequence that its author named as
 * the last one, which the server checked when it was stored; and the summary says up to where the log once went. Nothing
 * witnesses the last event's own bytes, nor that a log ends too early when its summary lags as much.
 */
import { digestOfText, type RunId, type TenantId } from '@pitcrew/contracts';
import { NOTHING_BEFORE, openEnvelope } from './entries.ts';
import type { StoredMessage } from './read-subjects.ts';
import { parseLogSubject } from './subjects.ts';

export type Finding =
  /** The first event that is there is not the first of the run. */
  | { readonly kind: 'start-missing'; readonly before: number }
  /** Events between these two are gone; `last` is the one that stood right before the gap's end, where it is known. */
  | { readonly kind: 'events-missing'; readonly after: number; readonly before: number; readonly last?: number }
  /** The log once went on to a later sequence, or to an end that is not there. */
  | { readonly kind: 'end-missing'; readonly after: number; readonly upTo: number }
  /** Its bytes are not those that the next event vouches for, or what it says of the one before is not true. */
  | { readonly kind: 'event-altered'; readonly sequence: number }
  /** Bytes that no version could have written. */
  | { readonly kind: 'event-unreadable'; readonly sequence: number }
  /** It calls itself another run's or another tenant's. */
  | { readonly kind: 'event-misplaced'; readonly sequence: number };

/** What the summary says of the log: the last sequence that it covers, and whether the run had ended there. */
export type Known = { readonly sequence: number; readonly finished: boolean };

export function verifyRun(messages: readonly StoredMessage[], known: Known | undefined): readonly Finding[] {
  const links = messages.map(linkOf);
  const chain = links.flatMap((link, index) => brokenAt(link, links[index - 1], links[index + 1]));
  return [...new Map([...chain, ...endOf(links, known)].map((finding) => [JSON.stringify(finding), finding])).values()];
}

type Link = {
  readonly sequence: number;
  /** The sequence before it in its run, as its author named it; unknown when the message does not say. */
  readonly follows: number | undefined;
  readonly digest: string;
  /** Undefined when the bytes are no event. */
  readonly event: { readonly previousDigest: string; readonly kind: string; readonly isOwn: boolean } | undefined;
};

function linkOf(message: StoredMessage): Link {
  const { sequence, expectedSequence, bytes } = message;
  return { sequence, follows: expectedSequence, digest: digestOfText(bytes), event: eventOf(message) };
}

function eventOf(message: StoredMessage): Link['event'] {
  try {
    const { previousDigest, body, tenant, run } = openEnvelope(message);
    return { previousDigest, kind: body.kind, isOwn: isPlace(parseLogSubject(message.subject), { tenant, run }) };
  } catch {
    return undefined;
  }
}

const isPlace = (place: { readonly tenant: TenantId; readonly run: RunId }, said: Record<string, unknown>): boolean =>
  place.tenant === said.tenant && place.run === said.run;

function brokenAt(link: Link, before: Link | undefined, next: Link | undefined): readonly Finding[] {
  const { sequence, event } = link;
  if (event === undefined) return [{ kind: 'event-unreadable', sequence }];
  const misplaced: readonly Finding[] = event.isOwn ? [] : [{ kind: 'event-misplaced', sequence }];
  return [...misplaced, ...breakBefore(link, event.previousDigest, before, next)];
}

function breakBefore(
  { sequence, follows, digest }: Link,
  previousDigest: string,
  before: Link | undefined,
  next: Link | undefined,
): readonly Finding[] {
  if (before === undefined) {
    if (previousDigest === NOTHING_BEFORE && !follows) return [];
    return [follows === 0 ? { kind: 'event-altered', sequence } : { kind: 'start-missing', before: sequence }];
  }
  if (follows !== undefined && follows !== before.sequence)
    return [
      { kind: 'events-missing', after: before.sequence, before: sequence, ...(follows > 0 && { last: follows }) },
    ];
  if (previousDigest === before.digest || before.event === undefined) return [];
  // One of the two is not what it was: this one, if the event right after it says so too.
  const followed = next !== undefined && (next.follows ?? sequence) === sequence;
  const vouched = !followed || next.event?.previousDigest === digest;
  return [{ kind: 'event-altered', sequence: vouched ? before.sequence : sequence }];
}

function endOf(links: readonly Link[], known: Known | undefined): readonly Finding[] {
  if (known === undefined) return [];
  const last = links.at(-1)?.sequence ?? 0;
  const hasEnd = links.some(({ event }) => event?.kind === 'run-finished');
  if (last >= known.sequence && (hasEnd || !known.finished)) return [];
  return [{ kind: 'end-missing', after: last, upTo: known.sequence }];
}
