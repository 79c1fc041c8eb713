// Original file: pitcrew/plan/v1/plan.proto

import type { CallSucceeded as _pitcrew_plan_v1_CallSucceeded, CallSucceeded__Output as _pitcrew_plan_v1_CallSucceeded__Output } from '../../../pitcrew/plan/v1/CallSucceeded.ts';
import type { CallFailed as _pitcrew_plan_v1_CallFailed, CallFailed__Output as _pitcrew_plan_v1_CallFailed__Output } from '../../../pitcrew/plan/v1/CallFailed.ts';

export interface Outcome {
  'succeeded'?: (_pitcrew_plan_v1_CallSucceeded | null);
  'failed'?: (_pitcrew_plan_v1_CallFailed | null);
  'kind'?: "succeeded"|"failed";
}

export interface Outcome__Output {
  'succeeded'?: (_pitcrew_plan_v1_CallSucceeded__Output | null);
  'failed'?: (_pitcrew_plan_v1_CallFailed__Output | null);
  'kind'?: "succeeded"|"failed";
}
