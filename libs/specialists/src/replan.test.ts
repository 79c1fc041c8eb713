import { describe, expect, it } from 'vitest';
import { decision } from './fixtures.ts';
import { parseRepair, REPLAN_HEAD, REPLAN_MESSAGE_CHARACTERS_MAX, replanInput, replanRow } from './replan.ts';

const task = {
  tool: 'confirm_order',
  message: 'quote of  order 4521\nexpired',
  request: 'Process order #4521 for acme-corp',
};

describe('the text of the question', () => {
  it('names the tool, what it said and the request, digits by their shape', () => {
    expect(replanInput(task)).toBe(
      'replan confirm_order | quote of order 0000 expired | Process order #0000 for acme-corp',
    );
  });

  it('is bounded, whatever a tool says', () => {
    const text = replanInput({ ...task, message: 'no '.repeat(5000) });
    expect(text).toMatch(/\[\d+ words left out]/);
    expect(text.length).toBeLessThan(REPLAN_MESSAGE_CHARACTERS_MAX + 150);
  });

  it('is the same in training', () => {
    expect(replanRow(task, 'refresh', 'v01')).toEqual({
      text: replanInput(task),
      labels: { [REPLAN_HEAD]: 'refresh' },
      voice: 'v01',
    });
  });
});

describe('the chosen repair', () => {
  const sure = decision({ [REPLAN_HEAD]: { refresh: 0.9, skip: 0.06, alternative: 0.01, stop: 0.03 } });
  const torn = decision({ [REPLAN_HEAD]: { refresh: 0.42, skip: 0.4, alternative: 0, stop: 0.18 } });
  it.each([
    ['the most probable', sure, ['refresh', 'skip'], 0.5, { repair: 'refresh', confidence: 0.9 }],
    ['no other than a possible one, which is not believed', sure, ['skip'], 0.5, { repair: 'stop', confidence: 0.03 }],
    ['stop, when it is not sure enough', sure, ['refresh'], 0.95, { repair: 'stop', confidence: 0.03 }],
    ['stop, when it is torn', torn, ['refresh', 'skip'], 0.5, { repair: 'stop', confidence: 0.18 }],
    ['stop, when nothing is possible', sure, [], 0.5, { repair: 'stop', confidence: 0.03 }],
  ] as const)('is %s', (_, answered, possible, limit, expected) => {
    expect(parseRepair(answered, possible, limit)).toEqual(expected);
  });
});
