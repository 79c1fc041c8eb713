// Original file: pitcrew/budget/v1/budget.proto

import type { Spend as _pitcrew_budget_v1_Spend, Spend__Output as _pitcrew_budget_v1_Spend__Output } from '../../../pitcrew/budget/v1/Spend.ts';
import type { SpendAlert as _pitcrew_budget_v1_SpendAlert, SpendAlert__Output as _pitcrew_budget_v1_SpendAlert__Output } from '../../../pitcrew/budget/v1/SpendAlert.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface GetSpendResponse {
  'spends'?: (_pitcrew_budget_v1_Spend)[];
  'alerts'?: (_pitcrew_budget_v1_SpendAlert)[];
  'asOf'?: (_google_protobuf_Timestamp | null);
}

export interface GetSpendResponse__Output {
  'spends': (_pitcrew_budget_v1_Spend__Output)[];
  'alerts': (_pitcrew_budget_v1_SpendAlert__Output)[];
  'asOf': (_google_protobuf_Timestamp__Output | null);
}
