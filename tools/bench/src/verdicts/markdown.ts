/** The verdicts as a Markdown table. */
import { type Proportion, proportion } from '@pitcrew/cli/eval';
import { type Catches, FALSE_ALARMS_MAX } from './catches.ts';
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
    ({ head, limit: least, caught: planted, falseAlarms }) =>
      `| planted in a ${head} | ${least.toFixed(3)} | ${share(planted)} | ${share(falseAlarms)} |`,
  );
  return [
    `Limits for false alarms of at most ${FALSE_ALARMS_MAX * 100} % on the gate split; counted on the ${on} split.`,
    '',
    '| mistakes | limit | caught | false alarms |',
    '|---|---:|---:|---:|',
    ...rows,
    `| the executor's own, ${natural.mistakes.length} of ${natural.asked} calls | ${limit.toFixed(3)} | ${share(proportion(caught, natural.mistakes.length))} | |`,
    '',
  ].join('\n');
}

function share({ right, of, rate, low, high }: Proportion): string {
  const percent = (part: number): string => (part * 100).toFixed(1);
  return of === 0 ? 'none' : `${right}/${of} = ${percent(rate)} % (${percent(low)} - ${percent(high)})`;
}
