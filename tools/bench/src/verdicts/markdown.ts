/** The verdicts as a Markdown table. */
import { proportion } from '@pitcrew/cli/eval';
import { shareText } from '../share-text.ts';
import type { Catches } from './catches.ts';
import type { NaturalMistakes } from './natural-mistakes.ts';

export type Verdicts = {
  readonly on: string;
  readonly catches: readonly Catches[];
  readonly natural: NaturalMistakes;
};

export function verdictsMarkdown({ on, catches, natural }: Verdicts): string {
  const limit = catches.find(({ head }) => head === 'call')?.limit ?? 1;
  const caught = natural.mistakes.filter(({ score }) => score >= limit).length;
  const rows = catches.map(
    ({ head, share, limit: least, caught: planted, falseAlarms }) =>
      `| planted in a ${head} | ${share * 100} % | ${least.toFixed(3)} | ${shareText(planted)} | ${shareText(falseAlarms)} |`,
  );
  return [
    `Limits by false alarms on the gate split; counted on the ${on} split.`,
    '',
    '| mistakes | alarms on the gate at most | limit | caught | false alarms |',
    '|---|---:|---:|---:|---:|',
    ...rows,
    `| the executor's own, ${natural.mistakes.length} of ${natural.asked} calls | | ${limit.toFixed(3)} | ${shareText(proportion(caught, natural.mistakes.length))} | |`,
    '',
  ].join('\n');
}
