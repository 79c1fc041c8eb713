import { describe, expect, it } from 'vitest';
import { figuresOf } from './arm-figures.ts';
import { cell, reportMarkdown } from './markdown.ts';
import { outcome, refused } from './outcome.fixture.ts';
import type { AccuracyReport } from './report.ts';

const measured = (arm: 'chain' | 'scratchpad', without: 'regenerate' | undefined, right: boolean) => {
  const outcomes = [
    outcome({ right: { calls: right } }),
    outcome({ failure: 'input', right: { calls: right } }),
    refused(),
  ];
  return { arm, without, outcomes, figures: figuresOf(outcomes) };
};
const chain = measured('chain', undefined, true);

const report: AccuracyReport = {
  command: 'npm run bench -- accuracy --limit 2',
  date: '2027-01-31',
  cores: 2,
  concurrency: 1,
  files: [
    { file: 'cases.jsonl', cases: 2, of: 700 },
    { file: 'recovery.jsonl', cases: 1, of: 1 },
  ],
  arms: [chain, measured('scratchpad', undefined, false)],
  ladder: [chain, measured('chain', 'regenerate', false)],
  notRun: [{ what: 'base', why: 'the model manifest has no executor' }],
};

describe('the report', () => {
  const text = reportMarkdown(report);
  const lines = text.split('\n');

  it('says what was run, when, over what, and what was not', () => {
    expect(text).toContain(
      '`npm run bench -- accuracy --limit 2`, on 2027-01-31: 2 of 700 of `cases.jsonl`, 1 of `recovery.jsonl`; 2 cores, 1 at a time.',
    );
    expect(lines).toContain('- `chain`: a fine-tuned specialist for each role');
    expect(lines).toContain('- not run, `base`: the model manifest has no executor');
  });

  it.each([
    '| 3-step accuracy | 41 % | 67 % | 89 % | 100.0 % (20.7 - 100.0, 1/1) | 0.0 % (0.0 - 79.3, 0/1) |',
    '| 5-step accuracy | 43 % | 71 % | 85 % |  |  |',
    '| latency of a run | 450 ms | 450 ms | 1400 ms | 1000 ms (1000 - 1000, n = 1) | 1000 ms (1000 - 1000, n = 1) |',
    '| … wrong input |  |  |  | 100.0 % (20.7 - 100.0, 1/1) | 0.0 % (0.0 - 79.3, 0/1) |',
    '| tokens a step (ours: those sampled) | 45 | 120 | 130 | 3.0 (3.0 - 3.0, n = 3) | 3.0 (3.0 - 3.0, n = 3) |',
    '| 2-3 steps in a line | yes | scratchpad | 100.0 % (20.7 - 100.0, 1/1) | 0.0 % (0.0 - 79.3, 0/1) |',
    '| route exact | 100.0 % (34.2 - 100.0, 2/2) | 100.0 % (34.2 - 100.0, 2/2) |',
  ])('has the row %s', (row) => {
    expect(lines).toContain(row);
  });

  it('has a row for each rung that was left out', () => {
    expect(
      lines.filter((line) => /^\| (whole ladder|without )/.test(line)).map((line) => line.split(' | ')[1]),
    ).toEqual(['100.0 % (20.7 - 100.0, 1/1)', '0.0 % (0.0 - 79.3, 0/1)']);
    expect(reportMarkdown({ ...report, ladder: [] })).not.toContain('ladder');
  });

  it('has as many cells in each row as its table has columns', () => {
    const tables = text.split('\n\n').filter((part) => part.startsWith('|'));
    expect(tables).toHaveLength(5);
    for (const table of tables) expect(new Set(table.split('\n').map((line) => line.split('|').length)).size).toBe(1);
  });

  it('is readable when nothing was run', () => {
    expect(reportMarkdown({ ...report, arms: [], ladder: [] })).toContain('| 3-step accuracy | 41 % | 67 % | 89 % |');
    expect(cell(undefined)).toBe('');
  });
});
