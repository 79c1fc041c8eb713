// Original file: pitcrew/frontier/v1/frontier.proto

import type { StepResult as _pitcrew_plan_v1_StepResult, StepResult__Output as _pitcrew_plan_v1_StepResult__Output } from '../../../pitcrew/plan/v1/StepResult.ts';

export interface PlanTask {
  'request'?: (string);
  'workflows'?: (string)[];
  'history'?: (_pitcrew_plan_v1_StepResult)[];
}

export interface PlanTask__Output {
  'request': (string);
  'workflows': (string)[];
  'history': (_pitcrew_plan_v1_StepResult__Output)[];
}
