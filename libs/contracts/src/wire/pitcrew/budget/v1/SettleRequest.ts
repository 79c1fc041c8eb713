// Original file: pitcrew/budget/v1/budget.proto

import type { CallUsage as _pitcrew_budget_v1_CallUsage, CallUsage__Output as _pitcrew_budget_v1_CallUsage__Output } from '../../../pitcrew/budget/v1/CallUsage.ts';

export interface SettleRequest {
  'tenant'?: (string);
  'reservation'?: (string);
  'usage'?: (_pitcrew_budget_v1_CallUsage | null);
}

export interface SettleRequest__Output {
  'tenant': (string);
  'reservation': (string);
  'usage': (_pitcrew_budget_v1_CallUsage__Output | null);
}
