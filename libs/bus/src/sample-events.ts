/** Events for the tests of this package. */
import { newInstanceId, newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import type { NewEvent } from './run-log.ts';

/** A tenant of its own for each test, with a name that would break a subject. */
export const sampleTenant = (): TenantId => TenantId.parse(`Ann & Söhne *.> ${newRunId()}`);

export const requested = (tenant: TenantId, run: RunId, request = 'ship order 7'): NewEvent => ({
  ...envelope(tenant, run, 0),
  id: `${run}:in:request`,
  body: { kind: 'run-requested', requestId: 'r1', request },
});

export const cancelled = (tenant: TenantId, run: RunId, reason: string): NewEvent => ({
  ...envelope(tenant, run, 0),
  id: `${run}:in:${reason}`,
  body: { kind: 'cancel-requested', reason },
});

export const claimed = (tenant: TenantId, run: RunId, epoch = 1, owner = newInstanceId()): NewEvent => ({
  ...envelope(tenant, run, epoch),
  id: `${run}:${epoch}:0`,
  body: { kind: 'run-claimed', owner },
});

export const fired = (tenant: TenantId, run: RunId, n: number, timer = `t${n}`): NewEvent => ({
  ...envelope(tenant, run, 1),
  id: `${run}:1:${n}`,
  body: { kind: 'timer-fired', timer },
});

const envelope = (tenant: TenantId, run: RunId, epoch: number) =>
  ({ schemaVersion: 1, tenant, run, epoch, at: '2026-11-22T10:00:00.000Z', traceparent: '' }) as const;

export const finished = (tenant: TenantId, run: RunId): NewEvent => ({
  ...envelope(tenant, run, 1),
  id: `${run}:1:end`,
  body: {
    ...{ kind: 'run-finished', status: 'succeeded', stopReason: 'completed' },
    ...{ result: {}, account: 'done', confidence: 1 },
  },
});
