// Original file: pitcrew/budget/v1/budget.proto

import type { Reservation as _pitcrew_budget_v1_Reservation, Reservation__Output as _pitcrew_budget_v1_Reservation__Output } from '../../../pitcrew/budget/v1/Reservation.ts';

export interface ReserveResponse {
  'reservation'?: (_pitcrew_budget_v1_Reservation | null);
}

export interface ReserveResponse__Output {
  'reservation': (_pitcrew_budget_v1_Reservation__Output | null);
}
