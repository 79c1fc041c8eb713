// Original file: pitcrew/planner/v1/planner.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface Planned {
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'packDigest'?: (string);
  'confidence'?: (number | string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface Planned__Output {
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'packDigest': (string);
  'confidence': (number);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
