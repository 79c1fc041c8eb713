/**
 * Proof at the start of a decider: texts of the training's gate must get the probabilities that they got there. It fails when
 * the adapter was not merged, when heads belong to another encoder, and when llama.cpp computes something else than PyTorch did.
 */
import { z } from 'zod';
import { ProbeFailed } from './errors.ts';
import type { Answer } from './heads.ts';

export const ProbesFile = z
  .array(z.object({ text: z.string(), heads: z.record(z.string(), z.record(z.string(), z.number())) }))
  .max(16);
export type Probe = z.infer<typeof ProbesFile>[number];

/** Half-precision weights move a probability by less than a hundredth; the wrong adapter moves some by tens of points. */
const differenceMax = 0.05;

export async function proveAnswers(
  role: string,
  probes: readonly Probe[],
  decide: (text: string) => Promise<{ readonly heads: Readonly<Record<string, Answer>> }>,
): Promise<void> {
  for (const probe of probes) {
    const { heads } = await decide(probe.text);
    const difference = largestDifference(probe.heads, heads);
    if (!(difference <= differenceMax)) throw new ProbeFailed(role, probe.text, difference);
  }
}

/** A head or label that is not answered at all counts as 1, the largest there is. */
function largestDifference(expected: Probe['heads'], answered: Readonly<Record<string, Answer>>): number {
  const differences = Object.entries(expected).flatMap(([head, labels]) =>
    Object.entries(labels).map(([label, probability]) => {
      const found = answered[head]?.probabilities[label];
      return found === undefined ? 1 : Math.abs(found - probability);
    }),
  );
  return Math.max(0, ...differences);
}
