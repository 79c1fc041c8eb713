// Original file: pitcrew/executor/v1/executor.proto

import type { StepResult as _pitcrew_plan_v1_StepResult, StepResult__Output as _pitcrew_plan_v1_StepResult__Output } from '../../../pitcrew/plan/v1/StepResult.ts';
import type { ItemValue as _pitcrew_plan_v1_ItemValue, ItemValue__Output as _pitcrew_plan_v1_ItemValue__Output } from '../../../pitcrew/plan/v1/ItemValue.ts';
import type { FailedCall as _pitcrew_executor_v1_FailedCall, FailedCall__Output as _pitcrew_executor_v1_FailedCall__Output } from '../../../pitcrew/executor/v1/FailedCall.ts';

export interface ThinkRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
  'workflow'?: (string);
  'scratchpad'?: (string);
  'step'?: (string);
  'history'?: (_pitcrew_plan_v1_StepResult)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue | null);
  'failures'?: (_pitcrew_executor_v1_FailedCall)[];
  '_scratchpad'?: "scratchpad";
  '_step'?: "step";
  '_itemValue'?: "itemValue";
}

export interface ThinkRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
  'workflow': (string);
  'scratchpad'?: (string);
  'step'?: (string);
  'history': (_pitcrew_plan_v1_StepResult__Output)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue__Output | null);
  'failures': (_pitcrew_executor_v1_FailedCall__Output)[];
  '_scratchpad'?: "scratchpad";
  '_step'?: "step";
  '_itemValue'?: "itemValue";
}
