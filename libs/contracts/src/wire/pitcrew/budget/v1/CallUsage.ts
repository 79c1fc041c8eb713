// Original file: pitcrew/budget/v1/budget.proto

import type { UsedTokens as _pitcrew_budget_v1_UsedTokens, UsedTokens__Output as _pitcrew_budget_v1_UsedTokens__Output } from '../../../pitcrew/budget/v1/UsedTokens.ts';
import type { UnknownUsage as _pitcrew_budget_v1_UnknownUsage, UnknownUsage__Output as _pitcrew_budget_v1_UnknownUsage__Output } from '../../../pitcrew/budget/v1/UnknownUsage.ts';

export interface CallUsage {
  'used'?: (_pitcrew_budget_v1_UsedTokens | null);
  'unknown'?: (_pitcrew_budget_v1_UnknownUsage | null);
  'kind'?: "used"|"unknown";
}

export interface CallUsage__Output {
  'used'?: (_pitcrew_budget_v1_UsedTokens__Output | null);
  'unknown'?: (_pitcrew_budget_v1_UnknownUsage__Output | null);
  'kind'?: "used"|"unknown";
}
