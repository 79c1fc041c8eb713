/** What is known of a call when our own executor fails, and what is a wait: it spends neither time nor retry of the step (R3, R5). */
import type { Executed } from '@pitcrew/contracts';
import { RpcError, type RpcErrorOptions } from '@pitcrew/rpc';
import { describe, expect, it } from 'vitest';
import { performCall } from './perform-call.ts';

const noSignal = new AbortController().signal;
const done = { outcome: { kind: 'succeeded', result: 1 }, latencyMs: 3 } as const;

/** Rejects so often, then answers. */
function failing(times: number, code: RpcErrorOptions['code'], more: Partial<RpcErrorOptions> = {}) {
  let calls = 0;
  const call = async () => {
    calls += 1;
    if (calls <= times) throw new RpcError({ code, message: 'no', retryAfterMs: 1, ...more });
    return done;
  };
  return { call, calls: () => calls };
}

describe('an executor that cannot be had now is waited for', () => {
  it.each<[how: string, code: RpcErrorOptions['code'], more: Partial<RpcErrorOptions>, repeatable: boolean]>([
    ['its slots are taken', 'RESOURCE_EXHAUSTED', {}, true],
    ['its slots are taken, irreversible', 'RESOURCE_EXHAUSTED', {}, false],
    ['it does not believe our certificate, irreversible', 'UNAUTHENTICATED', {}, false],
    ['it is down', 'UNAVAILABLE', {}, true],
    ['it is down and the call was never sent, irreversible', 'UNAVAILABLE', { neverSent: true }, false],
  ])('%s', async (_, code, more, repeatable) => {
    const { call, calls } = failing(5, code, more);
    expect(await performCall(call, repeatable, noSignal)).toBe(done);
    expect(calls()).toBe(6);
  });
});

describe('an executor that fails in the middle', () => {
  it.each<[how: string, code: RpcErrorOptions['code'], more: Partial<RpcErrorOptions>, repeatable: boolean, Executed]>([
    ['the connection is lost, irreversible', 'UNAVAILABLE', {}, false, 'unknown'],
    ['its time is over', 'DEADLINE_EXCEEDED', {}, true, 'unknown'],
    ['its time is over before the call was sent', 'DEADLINE_EXCEEDED', { neverSent: true }, false, 'no'],
    ['it crashes', 'INTERNAL', {}, true, 'unknown'],
    ['it is cancelled by somebody else', 'CANCELLED', {}, true, 'unknown'],
  ])('%s', async (_, code, more, repeatable, executed) => {
    const { call, calls } = failing(1, code, more);
    const { outcome } = await performCall(call, repeatable, noSignal);
    expect(outcome).toMatchObject({ kind: 'failed', errorClass: 'transient', executed });
    expect(calls()).toBe(1);
  });

  it('has no outcome where the run itself was stopped', async () => {
    const stopped = AbortSignal.abort(new Error('the run was cancelled'));
    await expect(performCall(failing(1, 'CANCELLED').call, true, stopped)).rejects.toThrow();
  });
});
