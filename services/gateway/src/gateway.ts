/** What the methods of the gateway need of the world: the log, the index of runs, the time, and somebody to tell. */
import type { Bus } from '@pitcrew/bus';

export type Gateway = Pick<Bus, 'log' | 'summaries' | 'now'> & {
  /** While more wake-ups than this wait for an orchestrator, new runs are refused. */
  readonly waitingRunsMax: number;
  /** Told about what a caller need not know. */
  readonly report: (problem: unknown) => void;
};
