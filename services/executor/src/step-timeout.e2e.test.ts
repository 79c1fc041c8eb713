/** STEP_TIMEOUT_MS at its edge (R5): a call of 4.9 s passes and one of 5.1 s does not; a workflow's own bound likewise. Among the end-to-end tests, for it measures time. */
import { STEP_TIMEOUT_MS, TenantId } from '@pitcrew/contracts';
import { parsePack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { startFaultyServer, succeeds } from './tool-server.fixture.ts';
import { openToolServer } from './tool-server.ts';

const pack = parsePack(
  `name: slow
title: Wait
covers: wait
tools: { look: { effect: read, arguments: { id: { type: integer, from: request } }, result: { ok: boolean } } }
plan: [look]
variations: { full: { without: [] } }
`,
  'workflow.yaml',
);
/** What a busy machine may add. */
const BUSY_MS = 1_000;
const call = { tenant: TenantId.parse('t'), tool: 'look', arguments: { id: 1 }, idempotencyKey: 'k' };

describe('a tool call', () => {
  it.concurrent.each([
    [4900, undefined, 'succeeded'],
    [5100, undefined, 'failed'],
    [900, 1000, 'succeeded'],
    [1100, 1000, 'failed'],
    [3000, 1000, 'failed'],
  ])('of %i ms, with %s ms allowed by its workflow, %s', async (takesMs, timeoutMs, kind) => {
    const server = await startFaultyServer();
    const tools = await openToolServer(server.url, [pack]);
    server.meet(succeeds({ ok: true }, takesMs));
    const begun = performance.now();
    const outcome = await tools.call({ ...call, timeoutMs }, new AbortController().signal);
    const tookMs = performance.now() - begun;
    await tools.close();
    await server.close();
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'succeeded') return;
    const allowedMs = timeoutMs ?? STEP_TIMEOUT_MS;
    expect(outcome).toMatchObject({
      errorClass: 'transient',
      executed: 'unknown',
      message: `timeout after ${allowedMs} ms`,
    });
    // The call is over when its time is, not when the tool has answered.
    expect(tookMs).toBeLessThan(allowedMs + BUSY_MS);
  });
});
