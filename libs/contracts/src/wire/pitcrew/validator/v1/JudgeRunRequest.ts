// Original file: pitcrew/validator/v1/validator.proto

import type { StepResult as _pitcrew_plan_v1_StepResult, StepResult__Output as _pitcrew_plan_v1_StepResult__Output } from '../../../pitcrew/plan/v1/StepResult.ts';

export interface JudgeRunRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
  'workflow'?: (string);
  'variation'?: (string);
  'history'?: (_pitcrew_plan_v1_StepResult)[];
  'skipped'?: (string)[];
}

export interface JudgeRunRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
  'workflow': (string);
  'variation': (string);
  'history': (_pitcrew_plan_v1_StepResult__Output)[];
  'skipped': (string)[];
}
