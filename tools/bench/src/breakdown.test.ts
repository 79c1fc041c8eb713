import { type EventBody, newRunId, StepId, type StoredEvent, TenantId, type Usage } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { breakdownOf, meanBreakdown, workMs } from './breakdown.ts';

const usage = (inputTokens: number, outputTokens = 0): Usage => ({
  model: 'm',
  inputTokens,
  cachedTokens: 1,
  outputTokens,
  prefillMs: inputTokens / 10,
  decodeMs: outputTokens,
});
const verdict = { passed: true, confidence: 1, findings: [] };
const call = { step: StepId.parse('s1'), item: 0, attempt: 1 };
const digest = `sha256:${'0'.repeat(64)}` as StoredEvent['event']['previousDigest'];

const stored = (bodies: readonly EventBody[]): StoredEvent[] =>
  bodies.map((body, index) => ({
    sequence: index + 1,
    event: {
      schemaVersion: 1,
      id: String(index),
      tenant: TenantId.parse('t'),
      run: newRunId(),
      epoch: 1,
      at: '2027-01-01T00:00:00.000Z',
      traceparent: '',
      previousDigest: digest,
      body,
    },
  }));

const run = stored([
  {
    kind: 'run-routed',
    route: { workflowConfidence: 1, clarity: 'clear', clarityConfidence: 1 },
    question: '',
    usage: usage(20),
  },
  {
    kind: 'call-proposed',
    ...call,
    tool: 't',
    arguments: {},
    sources: [],
    argumentDigest: digest,
    idempotencyKey: 'k',
    usage: usage(100, 9),
  },
  { kind: 'call-judged', ...call, verdict, usage: usage(30) },
  {
    kind: 'call-performed',
    ...call,
    performance: 1,
    outcome: { kind: 'failed', errorClass: 'transient', executed: 'no', message: 'busy' },
    latencyMs: 3,
  },
  { kind: 'call-performed', ...call, performance: 2, outcome: { kind: 'succeeded', result: {} }, latencyMs: 4 },
  { kind: 'step-judged', ...call, verdict, usage: usage(40) },
  { kind: 'run-judged', verdict, usage: usage(50) },
]);

describe('the breakdown of a run', () => {
  it('gives every model call to its role and counts every performance', () => {
    expect(breakdownOf(run)).toEqual({
      roles: {
        router: { calls: 1, prefillMs: 2, decodeMs: 0, inputTokens: 20, cachedTokens: 1, sampledTokens: 0 },
        planner: { calls: 0, prefillMs: 0, decodeMs: 0, inputTokens: 0, cachedTokens: 0, sampledTokens: 0 },
        executor: { calls: 1, prefillMs: 10, decodeMs: 9, inputTokens: 100, cachedTokens: 1, sampledTokens: 9 },
        validator: { calls: 3, prefillMs: 12, decodeMs: 0, inputTokens: 120, cachedTokens: 3, sampledTokens: 0 },
      },
      tools: { calls: 2, latencyMs: 7 },
    });
  });

  it('adds up to the work of the run', () => {
    expect(workMs(breakdownOf(run))).toBe(2 + 10 + 9 + 12 + 7);
    expect(workMs(breakdownOf([]))).toBe(0);
  });

  it('has a mean over several runs, and zeroes over none', () => {
    const mean = meanBreakdown([breakdownOf(run), breakdownOf([])]);
    expect(mean.roles.validator).toMatchObject({ calls: 1.5, inputTokens: 60 });
    expect(mean.tools).toEqual({ calls: 1, latencyMs: 3.5 });
    expect(workMs(meanBreakdown([]))).toBe(0);
  });
});
