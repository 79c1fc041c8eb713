/** When the validator asks its model, and when code has said all that there is to say. */
import { join } from 'node:path';
import { type JsonObject, newRunId, type StepResult, stepId, TenantId } from '@pitcrew/contracts';
import type { Decider } from '@pitcrew/model';
import { EVEN_THRESHOLDS } from '@pitcrew/specialists';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { createValidator } from './validator.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const usage = { model: 'scripted', inputTokens: 40, cachedTokens: 0, outputTokens: 0, prefillMs: 1, decodeMs: 0 };
const unasked = { model: 'scripted', inputTokens: 0, cachedTokens: 0, outputTokens: 0, prefillMs: 0, decodeMs: 0 };
const caller = { tenant: TenantId.parse('t'), run: newRunId(), workflow: 'order-processing' };
const request = 'Process order #4521 for acme-corp';

const answers: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  call: { right: 0.1, wrong: 0.9 },
  step: { expected: 0.1, unexpected: 0.9 },
  'run.order-processing': { full: 0.1, quote: 0.9 },
};

/** An encoder that objects to everything it is asked. */
function objecting() {
  const asked: string[] = [];
  const decider: Decider = {
    model: 'scripted',
    labels: {},
    countTokens: (text) => text.length,
    close: async () => {},
    decide: async (_, { allowed = {} } = {}) => {
      const heads = Object.keys(allowed).map((head) => {
        asked.push(head);
        const [[label, confidence] = ['', 0]] = Object.entries(answers[head] ?? {}).sort((a, b) => b[1] - a[1]);
        return [head, { label, confidence, probabilities: answers[head] ?? {} }] as const;
      });
      return { heads: Object.fromEntries(heads), usage };
    },
  };
  return { asked, validator: createValidator({ decider, packs, thresholds: EVEN_THRESHOLDS.validator }) };
}
const signal = { signal: new AbortController().signal } as Parameters<
  ReturnType<typeof createValidator>['judgeCall']
>[1];

const validated: StepResult = {
  step: stepId(1),
  tool: 'validate_order',
  result: {
    ...{ valid: true, status: 'pending', order_id: 4521, customer: 'acme-corp', zone: 'east', weight_kg: 3 },
    items: [{ sku: 'W-100', qty: 5 }],
  },
};
const shipped: StepResult = {
  step: stepId(2),
  tool: 'calculate_shipping',
  result: { method: 'ground', cost: 42.5, eta_days: 3 },
};

describe('a call', () => {
  const called = { ...caller, request, afterRefusal: false };
  const freight = { order_id: 4521, zone: 'east', weight_kg: 3 };
  it.each<[why: string, tool: string, args: JsonObject, asked: string[], passed: boolean]>([
    ['whose every argument is bound is right without a model', 'calculate_shipping', freight, [], true],
    [
      'with a bound argument from elsewhere is wrong without one',
      'calculate_shipping',
      { ...freight, weight_kg: 9 },
      [],
      false,
    ],
    ['with words of the request is for the model to judge', 'validate_order', { order_id: 4521 }, ['call'], false],
    ['with a finding is wrong without a model', 'validate_order', { order_id: 9999 }, [], false],
    [
      'with a member of a closed set beside what is bound is right without a model',
      'check_inventory',
      { skus: ['W-100'], quantities: [5], warehouse: 'east' },
      [],
      true,
    ],
  ])('%s', async (_, tool, args, expected, passed) => {
    const { asked, validator } = objecting();
    const history = tool === 'validate_order' ? [] : [validated];
    const judged = await validator.judgeCall({ ...called, tool, arguments: args, history }, signal);
    expect(asked).toEqual(expected);
    expect(judged.verdict.passed).toBe(passed);
    expect(judged.usage).toEqual(expected.length === 0 ? unasked : usage);
  });

  it.each<[why: string, tool: string, args: JsonObject, finding: string]>([
    ['an argument that its tool lacks', 'validate_order', { gift: 7 }, 'validate_order takes no argument gift'],
    [
      'an argument called as what every object has',
      'validate_order',
      { constructor: 1 },
      'takes no argument constructor',
    ],
    ['a tool that the pack lacks', 'issue_refund', {}, 'order-processing has no tool issue_refund'],
    ['a tool called as what every object has', 'constructor', { order_id: 4521 }, 'has no tool constructor'],
  ])('with %s is wrong without a model', async (_, tool, args, finding) => {
    const { asked, validator } = objecting();
    const { verdict } = await validator.judgeCall({ ...called, tool, arguments: args, history: [] }, signal);
    expect(asked).toEqual([]);
    expect(verdict.passed).toBe(false);
    expect(verdict.findings.join('; ')).toContain(finding);
  });

  it('that takes the place of one which its tool has refused is judged by code alone', async () => {
    const { asked, validator } = objecting();
    const judge = async (order_id: number) =>
      (
        await validator.judgeCall(
          { ...called, tool: 'validate_order', arguments: { order_id }, history: [], afterRefusal: true },
          signal,
        )
      ).verdict.passed;
    expect([await judge(4521), await judge(9999)]).toEqual([true, false]);
    expect(asked).toEqual([]);
  });

  it('for an element of a for_each is bound to it', async () => {
    const { asked, validator } = objecting();
    const meeting = {
      step: stepId(1),
      tool: 'get_meeting_request',
      result: { from_date: '2026-12-01', attendees: ['ana'] },
    };
    const ofAna = {
      ...caller,
      workflow: 'meeting-scheduling',
      request: 'schedule MTG-1',
      tool: 'read_calendar',
      history: [meeting],
      itemValue: { result: 'ana' },
      afterRefusal: false,
    };
    const judge = async (attendee: string) =>
      (await validator.judgeCall({ ...ofAna, arguments: { attendee, from_date: '2026-12-01' } }, signal)).verdict
        .passed;
    expect([await judge('ana'), await judge('bo')]).toEqual([true, false]);
    expect(asked).toEqual([]);
  });
});

describe('a result', () => {
  const asked = {
    ...caller,
    request,
    tool: 'validate_order',
    arguments: { order_id: 4521 },
    history: [],
  };
  it('that breaks a rule is wrong without a model, any other is for the model to judge', async () => {
    const { asked: questions, validator } = objecting();
    const broken = await validator.judgeStep(
      { ...asked, result: { ...(validated.result as JsonObject), valid: false } },
      signal,
    );
    expect([questions, broken.verdict.passed, broken.usage]).toEqual([[], false, unasked]);
    const sound = await validator.judgeStep({ ...asked, result: validated.result }, signal);
    expect([questions, sound.verdict.passed, sound.usage]).toEqual([['step'], false, usage]);
  });
});

describe('a run', () => {
  it.each<[why: string, skipped: string[], findings: string[]]>([
    ['that left steps out', [], ['check_inventory was not done', 'confirm_order was not done']],
    ['whose steps were skipped in part', ['confirm_order'], ['check_inventory was not done']],
    [
      'whose steps were done or skipped, if the model does not object',
      ['check_inventory', 'confirm_order'],
      ['the steps that were done are not what the request asks for'],
    ],
  ])('%s', async (_, skipped, findings) => {
    const { validator } = objecting();
    const run = { ...caller, request, variation: 'full', history: [validated, shipped], skipped };
    expect((await validator.judgeRun(run, signal)).verdict.findings).toEqual(findings);
  });
});

it('refuses a workflow that it does not know', async () => {
  const { validator } = objecting();
  const run = { ...caller, workflow: 'baking', request, variation: 'full', history: [], skipped: [] };
  await expect(validator.judgeRun(run, signal)).rejects.toThrow(/baking/);
});

it.each(['sideways', 'constructor', ''])(
  'refuses the variation "%s", which the pack does not have',
  async (variation) => {
    const { asked, validator } = objecting();
    const run = { ...caller, request, variation, history: [], skipped: [] };
    const refused = { code: 'FAILED_PRECONDITION', reason: 'UNKNOWN_VARIATION' };
    await expect(validator.judgeRun(run, signal)).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
  },
);
