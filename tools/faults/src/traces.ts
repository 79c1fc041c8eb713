/**
 * I6: a run is one trace, in its log as in the spans that reached a collector; and what is traced of one tenant is in no trace of another.
 * Spans of whoever died with them are missing, so nothing is said of those that hang in the air.
 */
import type { StoredEvent } from '@pitcrew/contracts';
import { attributeNames, spanNames } from '@pitcrew/telemetry';
import type { ReceivedSpan } from '@pitcrew/testing';

/** The request and what its owners append; an answer or a cancel comes with a trace of its own. */
export function logTraceFindings(events: readonly Pick<StoredEvent, 'event'>[]): readonly string[] {
  const own = events.filter(({ event }) => event.epoch > 0 || event.body.kind === 'run-requested');
  const traces = new Set(own.map(({ event }) => event.traceparent.split('-')[1] ?? ''));
  if (traces.has('')) return ['facts without a trace'];
  return traces.size === 1 ? [] : [`${traces.size} traces in place of one`];
}

/**
 * Of all runs that were owned: what cannot be read as a request begins no trace. At the gateway each call of a client is a trace of its own,
 * whichever run it asks about.
 */
export function spanFindings(spans: readonly ReceivedSpan[]): readonly string[] {
  const inside = spans.filter(({ service }) => service !== 'gateway');
  const owned = new Set(inside.filter(isOwnership).map(({ attributes }) => attributes[attributeNames.run]));
  const runOf = ({ attributes: { [attributeNames.run]: run } }: ReceivedSpan) => (owned.has(run) ? run : undefined);
  const tenantOf = ({ attributes }: ReceivedSpan) => attributes[attributeNames.tenant];
  const traceOf = ({ traceId }: ReceivedSpan) => traceId;
  return [
    ...inDispute(inside, runOf, traceOf).map((run) => `run ${run} has several traces`),
    ...inDispute(inside, traceOf, tenantOf).map((trace) => `trace ${trace} is of several tenants`),
  ];
}

const isOwnership = ({ name }: ReceivedSpan): boolean => name.startsWith(spanNames.invokeWorkflow(''));

type Of = (span: ReceivedSpan) => unknown;

/** What spans with the same key say differently; those without key or word say nothing. */
function inDispute(spans: readonly ReceivedSpan[], keyOf: Of, wordOf: Of): readonly unknown[] {
  const wordsByKey = new Map<unknown, Set<unknown>>();
  for (const span of spans) {
    const [key, word] = [keyOf(span), wordOf(span)];
    if (key !== undefined && word !== undefined) wordsByKey.set(key, (wordsByKey.get(key) ?? new Set()).add(word));
  }
  return [...wordsByKey].flatMap(([key, words]) => (words.size > 1 ? [key] : []));
}
