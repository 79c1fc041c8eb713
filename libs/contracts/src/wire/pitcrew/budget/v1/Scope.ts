// Original file: pitcrew/budget/v1/budget.proto

import type { AllTenants as _pitcrew_budget_v1_AllTenants, AllTenants__Output as _pitcrew_budget_v1_AllTenants__Output } from '../../../pitcrew/budget/v1/AllTenants.ts';
import type { OneTenant as _pitcrew_budget_v1_OneTenant, OneTenant__Output as _pitcrew_budget_v1_OneTenant__Output } from '../../../pitcrew/budget/v1/OneTenant.ts';

export interface Scope {
  'all'?: (_pitcrew_budget_v1_AllTenants | null);
  'tenant'?: (_pitcrew_budget_v1_OneTenant | null);
  'kind'?: "all"|"tenant";
}

export interface Scope__Output {
  'all'?: (_pitcrew_budget_v1_AllTenants__Output | null);
  'tenant'?: (_pitcrew_budget_v1_OneTenant__Output | null);
  'kind'?: "all"|"tenant";
}
