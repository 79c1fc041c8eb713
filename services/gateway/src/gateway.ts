/** What the methods of the gateway need of the world: the log, the index of runs, a clock, and somebody to tell. */
import type { Bus } from '@pitcrew/bus';

export type Gateway = Pick<Bus, 'log' | 'summaries'> & {
  readonly now: () => Date;
  /** Told about what a caller need not know. */
  readonly report: (problem: unknown) => void;
};
