// Original file: pitcrew/frontier/v1/frontier.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';
import type { StepResult as _pitcrew_plan_v1_StepResult, StepResult__Output as _pitcrew_plan_v1_StepResult__Output } from '../../../pitcrew/plan/v1/StepResult.ts';
import type { FailedCall as _pitcrew_executor_v1_FailedCall, FailedCall__Output as _pitcrew_executor_v1_FailedCall__Output } from '../../../pitcrew/executor/v1/FailedCall.ts';
import type { ItemValue as _pitcrew_plan_v1_ItemValue, ItemValue__Output as _pitcrew_plan_v1_ItemValue__Output } from '../../../pitcrew/plan/v1/ItemValue.ts';

export interface RescueTask {
  'request'?: (string);
  'workflow'?: (string);
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'step'?: (string);
  'tool'?: (string);
  'history'?: (_pitcrew_plan_v1_StepResult)[];
  'failures'?: (_pitcrew_executor_v1_FailedCall)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue | null);
  '_itemValue'?: "itemValue";
}

export interface RescueTask__Output {
  'request': (string);
  'workflow': (string);
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'step': (string);
  'tool': (string);
  'history': (_pitcrew_plan_v1_StepResult__Output)[];
  'failures': (_pitcrew_executor_v1_FailedCall__Output)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue__Output | null);
  '_itemValue'?: "itemValue";
}
