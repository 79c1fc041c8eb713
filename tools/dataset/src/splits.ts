/**
 * Train, gate and test are split by voice: nobody whose words are tested was heard in training. Names and numbers that
 * multiplied rows use come from pools that are disjoint in the same way (fillers.ts).
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const SPLITS = ['train', 'gate', 'test'] as const;
export type Split = (typeof SPLITS)[number];

const SplitsFile = z.strictObject({
  train: z.array(z.string()),
  gate: z.array(z.string()),
  test: z.array(z.string()),
});

export type SplitOf = (voice: string) => Split;

export function readSplits(file: string): SplitOf {
  const splits = SplitsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const byVoice = new Map<string, Split>();
  for (const split of SPLITS) {
    for (const voice of splits[split]) {
      const other = byVoice.get(voice);
      if (other !== undefined) throw new Error(`${file}: ${voice} is in ${other} and in ${split}; leave it in one`);
      byVoice.set(voice, split);
    }
  }
  return (voice) => {
    const split = byVoice.get(voice);
    if (split === undefined) throw new Error(`${file}: ${voice} is in no split; add it to one of ${SPLITS.join(', ')}`);
    return split;
  };
}
