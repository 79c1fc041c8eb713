// Original file: pitcrew/executor/v1/executor.proto

import type { PlannedThought as _pitcrew_executor_v1_PlannedThought, PlannedThought__Output as _pitcrew_executor_v1_PlannedThought__Output } from '../../../pitcrew/executor/v1/PlannedThought.ts';
import type { CalledThought as _pitcrew_executor_v1_CalledThought, CalledThought__Output as _pitcrew_executor_v1_CalledThought__Output } from '../../../pitcrew/executor/v1/CalledThought.ts';
import type { FinishedThought as _pitcrew_executor_v1_FinishedThought, FinishedThought__Output as _pitcrew_executor_v1_FinishedThought__Output } from '../../../pitcrew/executor/v1/FinishedThought.ts';
import type { MissingArgument as _pitcrew_executor_v1_MissingArgument, MissingArgument__Output as _pitcrew_executor_v1_MissingArgument__Output } from '../../../pitcrew/executor/v1/MissingArgument.ts';

export interface Thinking {
  'planned'?: (_pitcrew_executor_v1_PlannedThought | null);
  'called'?: (_pitcrew_executor_v1_CalledThought | null);
  'finished'?: (_pitcrew_executor_v1_FinishedThought | null);
  'missing'?: (_pitcrew_executor_v1_MissingArgument | null);
  'kind'?: "planned"|"called"|"finished"|"missing";
}

export interface Thinking__Output {
  'planned'?: (_pitcrew_executor_v1_PlannedThought__Output | null);
  'called'?: (_pitcrew_executor_v1_CalledThought__Output | null);
  'finished'?: (_pitcrew_executor_v1_FinishedThought__Output | null);
  'missing'?: (_pitcrew_executor_v1_MissingArgument__Output | null);
  'kind'?: "planned"|"called"|"finished"|"missing";
}
