/** A fact from outside, ready for the log: `run:in:<id>`. Its epoch is 0, so that it fences no owner. */
import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@pitcrew/bus';
import type { InBody } from '@pitcrew/contracts';
import { currentTraceparent } from '@pitcrew/telemetry';
import type { Place } from './read-run.ts';

export function incomingEvent({ tenant, run }: Place, body: InBody, at: Date, id: string = randomUUID()): NewEvent {
  return {
    schemaVersion: 1,
    id: `${run}:in:${id}`,
    tenant,
    run,
    epoch: 0,
    at: at.toISOString(),
    traceparent: currentTraceparent(),
    body,
  };
}
