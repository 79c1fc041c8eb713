/** Limits from one split, shares from another; what code has found counts as caught. */
import { join } from 'node:path';
import { nothingUsed } from '@pitcrew/contracts';
import type { Judged } from '@pitcrew/dataset/gold';
import type { Decider } from '@pitcrew/model';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { catchesOf, type Suspect, suspectsOf } from './catches.ts';
import { verdictsMarkdown } from './markdown.ts';

const suspects = (good: boolean, scores: readonly number[]): Suspect[] =>
  scores.map((score) => ({ head: 'call', good, score }));

/** 200 right calls, of which two may raise an alarm at 1 %; the third surest sets the limit. */
const gate = suspects(true, [0.9, 0.8, 0.7, ...Array.from({ length: 197 }, () => 0.1)]);

describe('catches', () => {
  const test = [...suspects(false, [1, 0.95, 0.71, 0.69]), ...suspects(true, [0.75, 0.2, 0.1, 0.1])];
  const catches = catchesOf('call', 0.01, gate, test);

  it('count what reaches the limit that keeps the false alarms of the other split', () => {
    expect(catches.limit).toBeCloseTo(0.7, 4);
    expect(catches.caught).toMatchObject({ right: 3, of: 4 });
    expect(catches.falseAlarms).toMatchObject({ right: 1, of: 4 });
  });

  it('are told with their intervals, and the mistakes of the executor beside them', () => {
    const natural = { asked: 40, mistakes: suspects(false, [0.8, 0.3]) };
    const text = verdictsMarkdown({ on: 'test', catches: [catches], natural });
    expect(text).toContain(
      '| planted in a call | 1 % | 0.700 | 3/4 = 75.0 % (30.1 - 95.4) | 1/4 = 25.0 % (4.6 - 69.9) |',
    );
    expect(text).toContain("| the executor's own, 2 of 40 calls | | 0.700 | 1/2 = 50.0 % (9.5 - 90.5) | |");
  });
});

it('a mistake that code finds needs no opinion', async () => {
  const asked: string[] = [];
  const decide: Decider['decide'] = async (text) => {
    asked.push(text);
    const unsure = { label: 'right', confidence: 0.75, probabilities: { right: 0.75, wrong: 0.25, unexpected: 0.25 } };
    return { heads: { call: unsure, step: unsure }, usage: nothingUsed('scripted') };
  };
  const [pack] = loadPacks(join(import.meta.dirname, '../../../../workflows')).filter(
    ({ name }) => name === 'order-processing',
  );
  if (pack === undefined) throw new Error('no order-processing');
  const steps = [4521, 77].map((order_id): Judged => {
    const task = { tool: 'validate_order', request: 'book 4521', arguments: { order_id }, history: [], result: {} };
    const row = { text: String(order_id), labels: {}, voice: 'v01' };
    return { head: 'call', group: task.tool, good: order_id === 4521, task: { ...task, pack }, row };
  });
  const found = await suspectsOf({ decide }, steps);
  expect(found.map(({ good, score }) => [good, score])).toEqual([
    [true, 0.25],
    [false, 1],
  ]);
  expect(asked).toEqual(['4521']);
});
