/**
 * Stored bytes <-> events. An event that this code cannot read because newer code wrote it is an entry of its own kind,
 * so that the reader leaves the run to newer code; bytes that no code could have written are damage.
 */
import { type Digest, digestOfText, isKnownKind, RunEvent, type StoredEvent } from '@pitcrew/contracts';
import { z } from 'zod';
import { EventTooLarge, RunLogDamaged } from './errors.ts';
import type { StoredMessage } from './read-subjects.ts';
import { EVENT_BYTES_MAX } from './streams.ts';

export type LogEntry =
  | ({ readonly kind: 'event' } & StoredEvent)
  /** Leave the run alone: newer code wrote this. `problem` says what could not be read. */
  | { readonly kind: 'unknown-kind'; readonly sequence: number; readonly eventKind: string; readonly problem: string };

/** Digest of the empty text: what the first event of a run has as `previousDigest`. */
export const NOTHING_BEFORE: Digest = digestOfText('');

const Envelope = z.looseObject({
  schemaVersion: z.number(),
  previousDigest: z.string(),
  body: z.looseObject({ kind: z.string() }),
});

export function encodeEvent(event: RunEvent): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(RunEvent.parse(event)));
  if (bytes.length > EVENT_BYTES_MAX)
    throw new EventTooLarge(
      `the event ${event.id} has ${bytes.length} bytes, at most ${EVENT_BYTES_MAX} fit: store large values as blobs`,
    );
  return bytes;
}

/** Entries of one run in order, with the digest chain checked from `previousDigest` on when it is known. */
export function decodeEntries(
  messages: readonly StoredMessage[],
  previousDigest: Digest | undefined,
): readonly LogEntry[] {
  let expected = previousDigest;
  return messages.map((message) => {
    const envelope = openEnvelope(message);
    if (expected !== undefined && envelope.previousDigest !== expected)
      throw new RunLogDamaged(`${describe(message)} does not follow the event before it: its previousDigest differs`);
    expected = digestOfText(message.bytes);
    return toEntry(message.sequence, envelope);
  });
}

export const decodeEntry = (message: StoredMessage): LogEntry => toEntry(message.sequence, openEnvelope(message));

/** Throws RunLogDamaged for bytes that are no event. */
export function openEnvelope(message: StoredMessage): z.infer<typeof Envelope> {
  try {
    return Envelope.parse(JSON.parse(Buffer.from(message.bytes).toString()));
  } catch (error) {
    throw new RunLogDamaged(`${describe(message)} is not an event`, { cause: error });
  }
}

function toEntry(sequence: number, envelope: z.infer<typeof Envelope>): LogEntry {
  const eventKind = envelope.body.kind;
  const unknown = (problem: string): LogEntry => ({ kind: 'unknown-kind', sequence, eventKind, problem });
  if (envelope.schemaVersion !== 1) return unknown(`schema version ${envelope.schemaVersion}`);
  if (!isKnownKind(eventKind)) return unknown(`the kind ${eventKind} is not known`);
  const event = RunEvent.safeParse(envelope);
  return event.success ? { kind: 'event', sequence, event: event.data } : unknown(z.prettifyError(event.error));
}

const describe = ({ sequence, subject }: StoredMessage): string => `message ${sequence} of ${subject}`;
