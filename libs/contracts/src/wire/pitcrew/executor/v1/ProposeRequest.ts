// Original file: pitcrew/executor/v1/executor.proto

import type { StepResult as _pitcrew_plan_v1_StepResult, StepResult__Output as _pitcrew_plan_v1_StepResult__Output } from '../../../pitcrew/plan/v1/StepResult.ts';
import type { ItemValue as _pitcrew_plan_v1_ItemValue, ItemValue__Output as _pitcrew_plan_v1_ItemValue__Output } from '../../../pitcrew/plan/v1/ItemValue.ts';
import type { FailedCall as _pitcrew_executor_v1_FailedCall, FailedCall__Output as _pitcrew_executor_v1_FailedCall__Output } from '../../../pitcrew/executor/v1/FailedCall.ts';
import type { GivenArguments as _pitcrew_plan_v1_GivenArguments, GivenArguments__Output as _pitcrew_plan_v1_GivenArguments__Output } from '../../../pitcrew/plan/v1/GivenArguments.ts';

export interface ProposeRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
  'workflow'?: (string);
  'step'?: (string);
  'tool'?: (string);
  'history'?: (_pitcrew_plan_v1_StepResult)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue | null);
  'failures'?: (_pitcrew_executor_v1_FailedCall)[];
  'given'?: (_pitcrew_plan_v1_GivenArguments | null);
  '_itemValue'?: "itemValue";
  '_given'?: "given";
}

export interface ProposeRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
  'workflow': (string);
  'step': (string);
  'tool': (string);
  'history': (_pitcrew_plan_v1_StepResult__Output)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue__Output | null);
  'failures': (_pitcrew_executor_v1_FailedCall__Output)[];
  'given'?: (_pitcrew_plan_v1_GivenArguments__Output | null);
  '_itemValue'?: "itemValue";
  '_given'?: "given";
}
