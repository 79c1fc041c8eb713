/** One failed call, rescued: what the provider is shown, and which of its answers become a call. */
import { RescueTask, stepId } from '@pitcrew/contracts';
import { expandPlan, type Pack } from '@pitcrew/workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSetting, packs, paid, type Setting } from './setting.fixture.ts';

const pack = packs.find(({ name }) => name === 'order-refund') as Pack;
const history = [
  { step: stepId(1), tool: 'get_purchase', result: { order_id: 4521, status: 'delivered', customer: 'Ada Lovelace' } },
];
const task = RescueTask.parse({
  request: 'Refund order 4521 to Ada, she asks for 80, by mail to ada@example.com',
  workflow: 'order-refund',
  plan: expandPlan(pack, 'full'),
  step: 's1',
  tool: 'get_purchase',
  history: [],
  failures: [{ arguments: { order_id: 80 }, message: 'order 80 of Ada Lovelace is unknown' }],
});

let setting: Setting;
let answer: unknown;
beforeAll(async () => {
  setting = await openSetting(() => answer);
});
afterEach(() => setting.server.clear());
afterAll(() => setting.close());

const rescue = async (change: Partial<RescueTask> = {}) =>
  (await setting.frontier.rescue({ ...paid, task: { ...task, ...change } }, setting.call())).rescuing;
const values = (...pairs: readonly (readonly [string, string])[]) => ({
  able: true,
  reason: '',
  arguments: pairs.map(([argument, value]) => ({ argument, value })),
});

it('shows the goal, the plan, the tool and what failed, all redacted', async () => {
  answer = values(['order_id', '<ID_1>']);
  await rescue();
  const { user, system } = setting.server.requests()[0] ?? { user: '', system: '' };
  expect(JSON.parse(user)).toEqual({
    goal: expect.stringMatching(/^Refund order <ID_\d> to <NAME_\d>, she asks for <\w+_\d>, by mail to <MAIL_1>$/),
    tool: 'get_purchase',
    plan: ['get_purchase', 'check_refund_policy', 'issue_refund', 'send_refund_notice'],
    done: [],
    failures: [
      {
        tried: { order_id: expect.stringMatching(/^<ID_\d>$/) },
        error: expect.stringMatching(/^order <ID_\d> of <NAME_\d> is/),
      },
    ],
  });
  expect(system).toContain('get_purchase(order_id: integer, amount?: number)');
});

describe('an answer', () => {
  /** The placeholder that stands for the value in what was sent last. */
  const placeholder = async (pattern: RegExp) => {
    answer = values();
    await rescue();
    return pattern.exec(setting.server.requests().at(-1)?.user ?? '')?.[1] ?? '';
  };

  it('of placeholders comes back as the values, in the types of the tool', async () => {
    const order = await placeholder(/order (<ID_\d>) to/);
    const amount = await placeholder(/asks for (<\w+_\d>)/);
    answer = values(['order_id', order], ['amount', amount]);
    expect(await rescue()).toMatchObject({
      kind: 'called',
      arguments: { order_id: 4521, amount: 80 },
      usage: { inputTokens: 321 },
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['that lacks a required argument', values(), /order_id is missing/],
    ['with a bare value', values(['order_id', '4521']), /not one of/],
    ['with a placeholder that was never given', values(['order_id', '<ID_99>']), /not one of/],
    ['with a value of another type', values(['order_id', '<MAIL_1>']), /not one of|must be/],
    ['with an argument that the tool lacks', values(['constructor', '<ID_1>']), /no open argument/],
    ['of another shape', { tool: 'x' }, /shape/],
  ])('%s is malformed', async (_, given, told) => {
    answer = given;
    expect(await rescue()).toMatchObject({
      kind: 'malformed',
      message: expect.stringMatching(told),
      usage: { outputTokens: 45 },
    });
  });

  it('may say that nothing can be done, in the caller’s own words', async () => {
    const mail = '<MAIL_1>';
    answer = { able: false, reason: `nothing is known of ${mail}`, arguments: [] };
    expect(await rescue()).toMatchObject({ kind: 'unable', message: 'nothing is known of ada@example.com' });
  });

  it('with a value that only an error gives is malformed: what a tool says does not choose', async () => {
    const failures = [{ arguments: {}, message: 'try order 999 instead' }];
    answer = values();
    await rescue({ failures });
    const [, other = ''] = /try order (<ID_\d>)/.exec(setting.server.requests().at(-1)?.user ?? '') ?? [];
    answer = values(['order_id', other]);
    expect(await rescue({ failures })).toMatchObject({ kind: 'malformed', message: /no part of the request/ });
  });
});

it('takes bound arguments from the results, and asks for the open ones alone', async () => {
  const notice = { ...history[0], step: stepId(3), tool: 'issue_refund', result: { issued: true, refund_id: 'R-7' } };
  answer = values(['channel', 'sms']);
  const results = RescueTask.shape.history.parse([...history, notice]);
  expect(await rescue({ step: stepId(4), tool: 'send_refund_notice', history: results, failures: [] })).toMatchObject({
    kind: 'called',
    arguments: { order_id: 4521, refund_id: 'R-7', channel: 'sms' },
  });
  const { user } = setting.server.requests()[0] ?? { user: '' };
  expect(JSON.parse(user).done).toEqual([
    { tool: 'get_purchase', result: { order_id: '<ID_1>', status: 'delivered' } },
    { tool: 'issue_refund', result: { issued: true, refund_id: '<ID_2>' } },
  ]);
});

it('asks nothing where there is nothing to choose', async () => {
  const bound = { step: stepId(3), tool: 'issue_refund' };
  expect(await rescue(bound)).toMatchObject({ kind: 'failed', charged: 'no', message: /none to choose/ });
  const prepared = { kind: 'rescue' as const, ...task, ...bound };
  const { preparation } = await setting.frontier.prepare({ ...paid, task: prepared }, setting.call());
  expect(preparation).toMatchObject({ kind: 'refused' });
  expect(setting.server.requests()).toEqual([]);
});
