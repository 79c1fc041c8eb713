/**
 * A fact from outside is the wake-up of its run: one append both records and wakes, so nothing has to be swept. The
 * message stays unanswered until the run parks or ends; when its orchestrator dies, another one gets it.
 */
import type { RunId, TenantId } from '@pitcrew/contracts';
import {
  type ConsumeOptions,
  type Consumption,
  consume,
  type HandlerResult,
  type Lease,
  type OnProblem,
} from './consume.ts';
import { tracedProcess } from './hops.ts';
import type { Link } from './link.ts';
import { RUNLOG } from './streams.ts';
import { parseLogSubject, WAKE_UP_FILTER } from './subjects.ts';

export type Wake = {
  readonly tenant: TenantId;
  readonly run: RunId;
  /** Of the fact from outside, in the log. */
  readonly sequence: number;
  /** Delivered before, perhaps to another process that may still be at work. */
  readonly redelivered: boolean;
  /** Of whoever appended the fact; empty without tracing. */
  readonly traceparent: string;
};

export type WakeUps = {
  consume(
    options: ConsumeOptions & { readonly handler: (wake: Wake, lease: Lease) => Promise<HandlerResult> },
  ): Promise<Consumption>;
};

export function createWakeUps(link: Link, service: string, onProblem: OnProblem): WakeUps {
  return {
    consume: ({ handler, ...options }) =>
      consume(
        link,
        { stream: RUNLOG, filter: WAKE_UP_FILTER, service },
        options,
        async (message, lease) => {
          const wake = {
            ...parseLogSubject(message.subject),
            sequence: message.seq,
            redelivered: message.redelivered,
            traceparent: message.headers?.get('traceparent') ?? '',
          };
          return tracedProcess(wake, () => handler(wake, lease));
        },
        onProblem,
      ),
  };
}
