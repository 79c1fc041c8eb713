// Original file: pitcrew/run/v1/review.proto

import type { Executed as _pitcrew_plan_v1_Executed, Executed__Output as _pitcrew_plan_v1_Executed__Output } from '../../../pitcrew/plan/v1/Executed.ts';

export interface ReviewedCall {
  'argumentsJson'?: (string);
  'idempotencyKey'?: (string);
  'executed'?: (_pitcrew_plan_v1_Executed);
  'message'?: (string);
}

export interface ReviewedCall__Output {
  'argumentsJson': (string);
  'idempotencyKey': (string);
  'executed': (_pitcrew_plan_v1_Executed__Output);
  'message': (string);
}
