/**
 * Durable timers without a timer service: a message schedule of NATS waits on `timer.*` and moves itself to `wake.*` when
 * its time has come, also if the server was down then. A timer may fire late or twice, never early and never not at all
 * (unless cancelled); the owner of the run appends what it means, and the log's check decides (R2).
 */

import { headers } from '@nats-io/transport-node';
import { RunId, TenantId } from '@pitcrew/contracts';
import { currentTraceparent } from '@pitcrew/telemetry';
import { z } from 'zod';
import {
  type ConsumeOptions,
  type Consumption,
  consume,
  type HandlerResult,
  type Lease,
  type OnProblem,
} from './consume.ts';
import type { Link } from './link.ts';
import { TIMER } from './streams.ts';
import { FIRED_TIMER_FILTER, timerSubject } from './subjects.ts';

const Body = z.object({ id: z.string().min(1).max(256), tenant: TenantId, run: RunId, timer: z.string() });

/** `id` is unique within its run; `timer` says what it is for. */
export type Timer = z.infer<typeof Body>;

export type FiredTimer = Timer & {
  readonly redelivered: boolean;
  /** Of whoever scheduled it; empty without tracing. */
  readonly traceparent: string;
};

export type Timers = {
  /** Scheduling the same id of a run again replaces the earlier time. A time in the past fires at once. */
  schedule(timer: Timer & { readonly at: Date }): Promise<void>;
  /** True when it was still waiting. A timer that has already fired cannot be called back. */
  cancel(timer: Pick<Timer, 'id' | 'tenant' | 'run'>): Promise<boolean>;
  consume(
    options: ConsumeOptions & { readonly handler: (timer: FiredTimer, lease: Lease) => Promise<HandlerResult> },
  ): Promise<Consumption>;
};

export function createTimers(link: Link, service: string, onProblem: OnProblem): Timers {
  return {
    async schedule({ at, ...timer }) {
      const traceparent = currentTraceparent();
      const body = Body.parse(timer);
      const header = headers();
      if (traceparent !== '') header.set('traceparent', traceparent);
      const schedule = { specification: at, target: timerSubject(body.tenant, body.run, body.id, 'wake') };
      const subject = timerSubject(body.tenant, body.run, body.id, 'timer');
      await link.attempt(`scheduling timer ${body.id}`, () =>
        link.js.publish(subject, JSON.stringify(body), { headers: header, schedule }),
      );
    },

    async cancel({ id, tenant, run }) {
      const filter = timerSubject(tenant, run, id, 'timer');
      const { purged } = await link.attempt(`cancelling timer ${id}`, () => link.jsm.streams.purge(TIMER, { filter }));
      return purged > 0;
    },

    consume: ({ handler, ...options }) =>
      consume(
        link,
        { stream: TIMER, filter: FIRED_TIMER_FILTER, service },
        options,
        async (message, lease) => {
          const traceparent = message.headers?.get('traceparent') ?? '';
          return handler({ ...Body.parse(message.json()), redelivered: message.redelivered, traceparent }, lease);
        },
        onProblem,
      ),
  };
}
