import { type ChatMessage, type ChatTool, type NextCall, TenantId } from '@pitcrew/contracts';
import type { DialogueTurn, GoldCall } from '@pitcrew/specialists';
import { describe, expect, it } from 'vitest';
import { askTurn, judged } from './ask-turn.ts';
import { dialogueReportOf, dialogueReportText } from './dialogue-report.ts';

const call = (city: string, tool = 'weather'): GoldCall => ({ tool, arguments: { city, days: 3 } });
const called = (city: string, tool = 'weather'): NextCall => ({ kind: 'called', ...call(city, tool), sources: [] });
const none: NextCall = { kind: 'none' };

describe('a turn is judged', () => {
  it.each<[string, readonly GoldCall[], readonly NextCall[], boolean, boolean]>([
    ['exact', [call('Oslo')], [called('Oslo')], true, true],
    ['another argument', [call('Oslo')], [called('Rome')], false, true],
    ['another tool', [call('Oslo')], [called('Oslo', 'news')], false, false],
    ['nothing where a call was due', [call('Oslo')], [none], false, false],
    [
      'the right tool with an argument that none can fill',
      [call('Oslo')],
      [{ kind: 'unsupported', tool: 'weather', argument: 'city' }],
      false,
      true,
    ],
    ['rightly none', [], [none], true, true],
    ['a call where none was due', [], [called('Oslo')], false, false],
    ['several calls in any order', [call('Oslo'), call('Rome')], [called('Rome'), called('Oslo')], true, true],
    ['one of several calls', [call('Oslo'), call('Rome')], [called('Rome'), none], false, false],
  ])('%s', (_, expected, got, exact, rightName) => {
    expect(judged(expected, got)).toEqual({ exact, rightName });
  });

  it('with the members of its arguments in any order', () => {
    const got: NextCall = { kind: 'called', tool: 'weather', arguments: { days: 3, city: 'Oslo' }, sources: [] };
    expect(judged([call('Oslo')], [got]).exact).toBe(true);
  });
});

const weather: ChatTool = {
  name: 'weather',
  description: '',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city', 'days'],
  },
};
const turn = (content: string, ...calls: GoldCall[]): DialogueTurn => ({
  line: 1,
  message: 1,
  messages: [{ kind: 'user', content }],
  tools: [weather],
  calls,
});

/** Answers in order, and keeps what it was shown. */
function executorThatAnswers(...answers: NextCall[]) {
  const shown: ChatMessage[][] = [];
  const usage = {
    model: 'base+dialogue@1',
    inputTokens: 1,
    cachedTokens: 0,
    outputTokens: 1,
    prefillMs: 1,
    decodeMs: 1,
  };
  return {
    shown,
    call: async ({ messages }: { messages: ChatMessage[] }) => {
      shown.push(messages);
      return { next: answers.shift() ?? none, trained: false, usage };
    },
  };
}
const tenant = TenantId.parse('t');

describe('a turn is asked', () => {
  it('once for one call', async () => {
    const executor = executorThatAnswers(called('Oslo'), none);
    expect(await askTurn(executor, tenant, turn('Oslo for 3 days', call('Oslo')))).toMatchObject({
      exact: true,
      kind: 'call',
    });
    expect(executor.shown).toHaveLength(1);
  });

  it('again for each further call, with the answers so far under way', async () => {
    const executor = executorThatAnswers(called('Oslo'), called('Rome'));
    const result = await askTurn(executor, tenant, turn('Oslo and Rome, 3 days', call('Oslo'), call('Rome')));
    expect(result.exact).toBe(true);
    expect(executor.shown[1]?.at(-1)).toMatchObject({ kind: 'assistant', calls: [{ arguments: { city: 'Oslo' } }] });
  });

  it('says what no answer could have said', async () => {
    const result = await askTurn(
      executorThatAnswers(called('Oslo')),
      tenant,
      turn('the usual place, 3 days', call('Oslo')),
    );
    expect(result.unsupported).toBe('weather.city');
  });
});

it('the report counts turns, calls and silence apart, and says that the base answered', async () => {
  const results = [
    await askTurn(executorThatAnswers(called('Oslo')), tenant, turn('Oslo for 3 days', call('Oslo'))),
    await askTurn(executorThatAnswers(called('Rome')), tenant, turn('the usual, 3 days', call('Oslo'))),
    await askTurn(executorThatAnswers(none), tenant, turn('thanks')),
  ];
  const report = dialogueReportOf(results);
  expect(report.accuracy).toMatchObject({
    turns: { right: 2, of: 3 },
    exactCalls: { right: 1, of: 2 },
    rightName: { right: 2, of: 2 },
    rightlyNone: { right: 1, of: 1 },
  });
  const text = dialogueReportText(report);
  expect(text).toMatch(/exact calls +1 +2 +50\.0 % +9\.5 - 90\.5/);
  expect(text).toContain('Unsupported: 1 of 2 turns');
  expect(text).toContain('the base answered, held to the form alone');
});
