/** What reaches the executor of a call and of a probe: the workflow's own time (R5), the call's key, and what an answer says. */
import type { Finding, JsonValue, Limits, Outcome } from '@pitcrew/contracts';
import type { Effect, RunRules } from '@pitcrew/run';
import { failed, play, rules, scriptedCrew, succeeded } from '@pitcrew/run/scripted';
import { describe, expect, it } from 'vitest';
import { createToolCalls } from './call-tools.ts';
import { findingOf } from './finding-of.ts';

const signal = new AbortController().signal;

function recording(outcome: Outcome = succeeded({ sent: true })) {
  const asked: { request: Record<string, unknown>; deadlineMs: number | undefined }[] = [];
  const executor = {
    perform: async (request: Record<string, unknown>, options?: { readonly deadlineMs?: number }) => {
      asked.push({ request, deadlineMs: options?.deadlineMs });
      return { outcome, latencyMs: 7 };
    },
  };
  return { asked, calls: createToolCalls(executor as never, rules as RunRules) };
}

/** The run at its first call, under these bounds. */
function atPerform(limits?: Limits) {
  const answer = scriptedCrew({});
  const { state, effects } = play(rules, 'go', (effect, now) => {
    if (effect.kind === 'perform') return undefined;
    const body = answer(effect, now);
    return body?.kind === 'plan-proposed' && limits !== undefined ? { ...body, limits } : body;
  });
  return { state, effect: effects.at(-1) as Extract<Effect, { kind: 'perform' }> };
}

describe('the time of a call', () => {
  it.each([
    ['the usual', undefined, 5000],
    ['what the workflow allows', { maxSteps: 8, maxErrors: 3, stepTimeoutMs: 1500 }, 1500],
    ['never more than the usual', { maxSteps: 8, maxErrors: 3, stepTimeoutMs: 60_000 }, 5000],
  ])('is %s, and the way there and back', async (_, limits, expected) => {
    const { state, effect } = atPerform(limits);
    const { asked, calls } = recording();
    await calls.perform(state, effect, signal);
    expect(asked).toMatchObject([{ request: { timeoutMs: expected }, deadlineMs: expected + 1000 }]);
  });
});

it('a probe carries the key of the call that it asks about', async () => {
  const { state, effect } = atPerform();
  const { asked, calls } = recording();
  const { step, item, attempt, idempotencyKey } = effect;
  const args = { order_id: 4521 };
  const of = { kind: 'probe', step, item, attempt, idempotencyKey, performance: 1, probe: 1, delayMs: 0 } as const;
  const { finding } = await calls.probe(state, { ...of, tool: 'asked', field: 'sent', arguments: args }, signal);
  expect(asked).toMatchObject([{ request: { tool: 'asked', arguments: args, idempotencyKey } }]);
  expect(finding.kind).toBe('took-effect');
});

describe('what a probe says', () => {
  const nothing = failed('transient', 'busy');
  it.each<[says: string, outcome: Outcome, field: string, kind: Finding['kind']]>([
    ['true', succeeded({ sent: true }), 'sent', 'took-effect'],
    ['false', succeeded({ sent: false }), 'sent', 'did-nothing'],
    ['true, further down', succeeded({ mail: { sent: true } }), 'mail.sent', 'took-effect'],
    ['nothing of it', succeeded({}), 'sent', 'not-known'],
    ['null', succeeded({ sent: null }), 'sent', 'not-known'],
    ['"false"', succeeded({ sent: 'false' }), 'sent', 'not-known'],
    ['0', succeeded({ sent: 0 }), 'sent', 'not-known'],
    ['nothing at all', nothing, 'sent', 'not-known'],
    ['nothing, as there is none', failed('input', 'not found'), 'sent', 'not-known'],
    ['a list', succeeded([{ sent: true }] as JsonValue), 'sent', 'not-known'],
    ['what every object has', succeeded({}), 'constructor', 'not-known'],
  ])('%s', (_, outcome, field, kind) => {
    expect(findingOf(outcome, field).kind).toBe(kind);
  });
});
