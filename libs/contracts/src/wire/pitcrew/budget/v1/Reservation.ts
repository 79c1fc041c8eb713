// Original file: pitcrew/budget/v1/budget.proto

import type { GrantedReservation as _pitcrew_budget_v1_GrantedReservation, GrantedReservation__Output as _pitcrew_budget_v1_GrantedReservation__Output } from '../../../pitcrew/budget/v1/GrantedReservation.ts';
import type { RefusedReservation as _pitcrew_budget_v1_RefusedReservation, RefusedReservation__Output as _pitcrew_budget_v1_RefusedReservation__Output } from '../../../pitcrew/budget/v1/RefusedReservation.ts';

export interface Reservation {
  'granted'?: (_pitcrew_budget_v1_GrantedReservation | null);
  'refused'?: (_pitcrew_budget_v1_RefusedReservation | null);
  'kind'?: "granted"|"refused";
}

export interface Reservation__Output {
  'granted'?: (_pitcrew_budget_v1_GrantedReservation__Output | null);
  'refused'?: (_pitcrew_budget_v1_RefusedReservation__Output | null);
  'kind'?: "granted"|"refused";
}
