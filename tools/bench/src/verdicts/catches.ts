/**
 * What the validator catches of mistakes planted in right calls and results. Code judges first, as in a run, and the encoder
 * what is left. The limit comes from one split and the shares from another.
 */
import { type Proportion, proportion } from '@pitcrew/cli/eval';
import type { Judged } from '@pitcrew/dataset/gold';
import type { Decider } from '@pitcrew/model';
import {
  callFindings,
  head,
  needsOpinion,
  probability,
  stepFindings,
  thresholdFor,
  VALIDATOR_LABELS,
  type ValidatorHead,
} from '@pitcrew/specialists';

/** Shares of right calls that may raise an alarm on the split that sets the limit; those of another split spread around them. */
export const FALSE_ALARM_SHARES = [0.01, 0.005] as const;

/** How wrong something looks: 1 when code has found a mistake, 0 when it has settled all, else the probability of the bad label. */
export type Suspect = { readonly head: ValidatorHead; readonly good: boolean; readonly score: number };

export type Catches = {
  readonly head: ValidatorHead;
  readonly share: number;
  readonly limit: number;
  readonly caught: Proportion;
  readonly falseAlarms: Proportion;
};

export function catchesOf(
  name: ValidatorHead,
  share: number,
  gate: readonly Suspect[],
  test: readonly Suspect[],
): Catches {
  const of = (suspects: readonly Suspect[], good: boolean) =>
    suspects.filter((each) => each.head === name && each.good === good);
  const scored = gate.filter((each) => each.head === name).map(({ score, good }) => ({ score, bad: !good }));
  const limit = thresholdFor(scored, share);
  const stopped = (suspects: readonly Suspect[]) =>
    proportion(suspects.filter(({ score }) => score >= limit).length, suspects.length);
  return { head: name, share, limit, caught: stopped(of(test, false)), falseAlarms: stopped(of(test, true)) };
}

/** Planted mistakes and the right calls and results beside them, in turn: the encoder has one context. */
export async function suspectsOf(decider: Pick<Decider, 'decide'>, steps: readonly Judged[]): Promise<Suspect[]> {
  const suspects: Suspect[] = [];
  for (const step of steps) suspects.push({ ...step, score: await scoreOf(decider, step) });
  return suspects;
}

export async function scoreOf(
  decider: Pick<Decider, 'decide'>,
  { head: name, task, row }: Pick<Judged, 'head' | 'task'> & { readonly row: Pick<Judged['row'], 'text'> },
): Promise<number> {
  const findings = name === 'call' ? callFindings(task) : stepFindings(task);
  if (findings.length > 0) return 1;
  if (name === 'call' && !needsOpinion(task)) return 0;
  const [, bad] = VALIDATOR_LABELS[name];
  return probability(head(await decider.decide(row.text), name), bad);
}
