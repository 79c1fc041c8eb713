/** What one turn of the single model is about. */
import type { FailedCall, JsonValue, StepResult } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';

export type ScratchpadTask = {
  readonly pack: Pack;
  readonly request: string;
  /** What the turn before wrote; absent on the first turn. */
  readonly scratchpad?: string | undefined;
  /** Ordinal of the step to call, from 1; absent when no step is left. The first turn calls the first step. */
  readonly step?: number | undefined;
  /** All results so far, in plan order. */
  readonly history: readonly StepResult[];
  /** Failed calls of this step, oldest first. */
  readonly failures: readonly FailedCall[];
  readonly itemValue?: JsonValue;
};
