// Original file: pitcrew/plan/v1/plan.proto

import type { ErrorClass as _pitcrew_plan_v1_ErrorClass, ErrorClass__Output as _pitcrew_plan_v1_ErrorClass__Output } from '../../../pitcrew/plan/v1/ErrorClass.ts';
import type { Executed as _pitcrew_plan_v1_Executed, Executed__Output as _pitcrew_plan_v1_Executed__Output } from '../../../pitcrew/plan/v1/Executed.ts';

export interface CallFailed {
  'errorClass'?: (_pitcrew_plan_v1_ErrorClass);
  'executed'?: (_pitcrew_plan_v1_Executed);
  'message'?: (string);
}

export interface CallFailed__Output {
  'errorClass': (_pitcrew_plan_v1_ErrorClass__Output);
  'executed': (_pitcrew_plan_v1_Executed__Output);
  'message': (string);
}
