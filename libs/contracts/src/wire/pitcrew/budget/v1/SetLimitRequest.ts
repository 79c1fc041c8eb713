// Original file: pitcrew/budget/v1/budget.proto

import type { Scope as _pitcrew_budget_v1_Scope, Scope__Output as _pitcrew_budget_v1_Scope__Output } from '../../../pitcrew/budget/v1/Scope.ts';
import type { Period as _pitcrew_budget_v1_Period, Period__Output as _pitcrew_budget_v1_Period__Output } from '../../../pitcrew/budget/v1/Period.ts';
import type { Long } from '@grpc/proto-loader';

export interface SetLimitRequest {
  'scope'?: (_pitcrew_budget_v1_Scope | null);
  'period'?: (_pitcrew_budget_v1_Period);
  'limitMicroUsd'?: (number | string | Long);
}

export interface SetLimitRequest__Output {
  'scope': (_pitcrew_budget_v1_Scope__Output | null);
  'period': (_pitcrew_budget_v1_Period__Output);
  'limitMicroUsd': (number);
}
