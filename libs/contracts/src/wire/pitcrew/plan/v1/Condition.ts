// Original file: pitcrew/plan/v1/plan.proto

import type { Operator as _pitcrew_plan_v1_Operator, Operator__Output as _pitcrew_plan_v1_Operator__Output } from '../../../pitcrew/plan/v1/Operator.ts';

export interface Condition {
  'reference'?: (string);
  'operator'?: (_pitcrew_plan_v1_Operator);
  'literalJson'?: (string);
}

export interface Condition__Output {
  'reference': (string);
  'operator': (_pitcrew_plan_v1_Operator__Output);
  'literalJson': (string);
}
