/**
 * The hop of a wake-up over NATS, as two spans by the messaging conventions: whoever appends a fact from outside sends, and
 * whoever is woken by it processes. Other facts wake nobody and have no spans here, for there are some thirty of them in a run.
 *
 * R6: the hop belongs to the trace of its run. A decision or a cancel comes in a call with a trace of its own; its hop hangs
 * under the run's root and links to that call.
 */
import type { RunEvent } from '@pitcrew/contracts';
import { attributeNames, currentTraceparent, linksTo, spanNames, withSpan } from '@pitcrew/telemetry';
import type { LogEntry } from './entries.ts';
import { RUNLOG } from './streams.ts';

type SentEvent = Pick<RunEvent, 'id' | 'tenant' | 'run'>;

/** `send` gets the trace context for the message's header; it is empty while tracing is off. */
export function tracedSend<T>(
  { id, tenant, run }: SentEvent,
  root: string,
  send: (traceparent: string) => Promise<T>,
): Promise<T> {
  const attributes = {
    ...hop('send'),
    [attributeNames.messagingMessage]: id,
    [attributeNames.tenant]: tenant,
    [attributeNames.run]: run,
  };
  const place = root === '' ? {} : { parent: root, links: linksTo(currentTraceparent()) };
  return withSpan(spanNames.send(RUNLOG), { kind: 'producer', attributes, ...place }, (span) => send(span.traceparent));
}

type ReceivedWake = Pick<RunEvent, 'tenant' | 'run' | 'traceparent'> & {
  readonly sequence: number;
  readonly redelivered: boolean;
};

export function tracedProcess<T>(wake: ReceivedWake, work: () => Promise<T>): Promise<T> {
  const attributes = {
    ...hop('process'),
    [attributeNames.tenant]: wake.tenant,
    [attributeNames.run]: wake.run,
    [attributeNames.sequence]: wake.sequence,
    [attributeNames.redelivered]: wake.redelivered,
  };
  return withSpan(spanNames.process(RUNLOG), { kind: 'consumer', attributes, parent: wake.traceparent }, work);
}

/** The trace context of the run's first event; empty for a run that nobody traces, or that has no event. */
export function rootOf([first]: readonly LogEntry[]): string {
  return first?.kind === 'event' ? first.event.traceparent : '';
}

const hop = (operation: 'send' | 'process') => ({
  [attributeNames.messagingSystem]: 'nats',
  [attributeNames.messagingDestination]: RUNLOG,
  [attributeNames.messagingOperation]: operation,
  [attributeNames.messagingOperationType]: operation,
});
