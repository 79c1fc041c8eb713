// Original file: pitcrew/budget/v1/budget.proto

import type { Scope as _pitcrew_budget_v1_Scope, Scope__Output as _pitcrew_budget_v1_Scope__Output } from '../../../pitcrew/budget/v1/Scope.ts';
import type { Period as _pitcrew_budget_v1_Period, Period__Output as _pitcrew_budget_v1_Period__Output } from '../../../pitcrew/budget/v1/Period.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface SpendAlert {
  'scope'?: (_pitcrew_budget_v1_Scope | null);
  'period'?: (_pitcrew_budget_v1_Period);
  'thresholdPercent'?: (number);
  'limitMicroUsd'?: (number | string | Long);
  'spentMicroUsd'?: (number | string | Long);
  'at'?: (_google_protobuf_Timestamp | null);
}

export interface SpendAlert__Output {
  'scope': (_pitcrew_budget_v1_Scope__Output | null);
  'period': (_pitcrew_budget_v1_Period__Output);
  'thresholdPercent': (number);
  'limitMicroUsd': (number);
  'spentMicroUsd': (number);
  'at': (_google_protobuf_Timestamp__Output | null);
}
