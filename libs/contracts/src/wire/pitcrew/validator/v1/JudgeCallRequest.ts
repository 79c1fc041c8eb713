// Original file: pitcrew/validator/v1/validator.proto

import type { StepResult as _pitcrew_plan_v1_StepResult, StepResult__Output as _pitcrew_plan_v1_StepResult__Output } from '../../../pitcrew/plan/v1/StepResult.ts';
import type { ItemValue as _pitcrew_plan_v1_ItemValue, ItemValue__Output as _pitcrew_plan_v1_ItemValue__Output } from '../../../pitcrew/plan/v1/ItemValue.ts';

export interface JudgeCallRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
  'workflow'?: (string);
  'tool'?: (string);
  'argumentsJson'?: (string);
  'history'?: (_pitcrew_plan_v1_StepResult)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue | null);
  'afterRefusal'?: (boolean);
  '_itemValue'?: "itemValue";
}

export interface JudgeCallRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
  'workflow': (string);
  'tool': (string);
  'argumentsJson': (string);
  'history': (_pitcrew_plan_v1_StepResult__Output)[];
  'itemValue'?: (_pitcrew_plan_v1_ItemValue__Output | null);
  'afterRefusal': (boolean);
  '_itemValue'?: "itemValue";
}
