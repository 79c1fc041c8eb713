/** What an accuracy benchmark found: the figures of every arm and of every rung left out, and how they came about. */
import type { Rung } from '@pitcrew/run';
import type { ArmFigures } from './arm-figures.ts';
import type { ArmName } from './arms.ts';
import type { Outcome } from './outcome.ts';

export type Circumstances = {
  readonly command: string;
  /** Of the day on which it began: 2027-01-31. */
  readonly date: string;
  readonly cores: number;
  /** Cases under way at once, which the latency depends on. */
  readonly concurrency: number;
  readonly files: readonly { readonly file: string; readonly cases: number; readonly of: number }[];
};

export type AccuracyReport = Circumstances & {
  readonly arms: readonly Measured[];
  /** The chain with the whole ladder, then without each rung; empty unless it was asked for. */
  readonly ladder: readonly Measured[];
  readonly notRun: readonly { readonly what: string; readonly why: string }[];
};

export type Measured = {
  readonly arm: ArmName;
  readonly without: Rung | undefined;
  readonly figures: ArmFigures;
  readonly outcomes: readonly Outcome[];
};
