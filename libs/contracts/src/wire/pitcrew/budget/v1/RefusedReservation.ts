// Original file: pitcrew/budget/v1/budget.proto

import type { Scope as _pitcrew_budget_v1_Scope, Scope__Output as _pitcrew_budget_v1_Scope__Output } from '../../../pitcrew/budget/v1/Scope.ts';
import type { Period as _pitcrew_budget_v1_Period, Period__Output as _pitcrew_budget_v1_Period__Output } from '../../../pitcrew/budget/v1/Period.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface RefusedReservation {
  'message'?: (string);
  'scope'?: (_pitcrew_budget_v1_Scope | null);
  'period'?: (_pitcrew_budget_v1_Period);
  'resumesAt'?: (_google_protobuf_Timestamp | null);
  '_resumesAt'?: "resumesAt";
}

export interface RefusedReservation__Output {
  'message': (string);
  'scope': (_pitcrew_budget_v1_Scope__Output | null);
  'period': (_pitcrew_budget_v1_Period__Output);
  'resumesAt'?: (_google_protobuf_Timestamp__Output | null);
  '_resumesAt'?: "resumesAt";
}
