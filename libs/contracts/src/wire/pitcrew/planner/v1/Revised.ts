// Original file: pitcrew/planner/v1/planner.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';
import type { Repair as _pitcrew_plan_v1_Repair, Repair__Output as _pitcrew_plan_v1_Repair__Output } from '../../../pitcrew/plan/v1/Repair.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface Revised {
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'repair'?: (_pitcrew_plan_v1_Repair);
  'packDigest'?: (string);
  'confidence'?: (number | string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface Revised__Output {
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'repair': (_pitcrew_plan_v1_Repair__Output);
  'packDigest': (string);
  'confidence': (number);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
