// Original file: pitcrew/executor/v1/executor.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';
import type { FirstCall as _pitcrew_plan_v1_FirstCall, FirstCall__Output as _pitcrew_plan_v1_FirstCall__Output } from '../../../pitcrew/plan/v1/FirstCall.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface PlannedThought {
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'packDigest'?: (string);
  'confidence'?: (number | string);
  'scratchpad'?: (string);
  'firstCall'?: (_pitcrew_plan_v1_FirstCall | null);
  'usage'?: (_pitcrew_model_v1_Usage | null);
  '_firstCall'?: "firstCall";
}

export interface PlannedThought__Output {
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'packDigest': (string);
  'confidence': (number);
  'scratchpad': (string);
  'firstCall'?: (_pitcrew_plan_v1_FirstCall__Output | null);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
  '_firstCall'?: "firstCall";
}
