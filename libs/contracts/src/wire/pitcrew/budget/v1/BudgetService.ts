// Original file: pitcrew/budget/v1/budget.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetSpendRequest as _pitcrew_budget_v1_GetSpendRequest, GetSpendRequest__Output as _pitcrew_budget_v1_GetSpendRequest__Output } from '../../../pitcrew/budget/v1/GetSpendRequest.ts';
import type { GetSpendResponse as _pitcrew_budget_v1_GetSpendResponse, GetSpendResponse__Output as _pitcrew_budget_v1_GetSpendResponse__Output } from '../../../pitcrew/budget/v1/GetSpendResponse.ts';
import type { ReleaseRequest as _pitcrew_budget_v1_ReleaseRequest, ReleaseRequest__Output as _pitcrew_budget_v1_ReleaseRequest__Output } from '../../../pitcrew/budget/v1/ReleaseRequest.ts';
import type { ReleaseResponse as _pitcrew_budget_v1_ReleaseResponse, ReleaseResponse__Output as _pitcrew_budget_v1_ReleaseResponse__Output } from '../../../pitcrew/budget/v1/ReleaseResponse.ts';
import type { ReserveRequest as _pitcrew_budget_v1_ReserveRequest, ReserveRequest__Output as _pitcrew_budget_v1_ReserveRequest__Output } from '../../../pitcrew/budget/v1/ReserveRequest.ts';
import type { ReserveResponse as _pitcrew_budget_v1_ReserveResponse, ReserveResponse__Output as _pitcrew_budget_v1_ReserveResponse__Output } from '../../../pitcrew/budget/v1/ReserveResponse.ts';
import type { SetLimitRequest as _pitcrew_budget_v1_SetLimitRequest, SetLimitRequest__Output as _pitcrew_budget_v1_SetLimitRequest__Output } from '../../../pitcrew/budget/v1/SetLimitRequest.ts';
import type { SetLimitResponse as _pitcrew_budget_v1_SetLimitResponse, SetLimitResponse__Output as _pitcrew_budget_v1_SetLimitResponse__Output } from '../../../pitcrew/budget/v1/SetLimitResponse.ts';
import type { SettleRequest as _pitcrew_budget_v1_SettleRequest, SettleRequest__Output as _pitcrew_budget_v1_SettleRequest__Output } from '../../../pitcrew/budget/v1/SettleRequest.ts';
import type { SettleResponse as _pitcrew_budget_v1_SettleResponse, SettleResponse__Output as _pitcrew_budget_v1_SettleResponse__Output } from '../../../pitcrew/budget/v1/SettleResponse.ts';

export interface BudgetServiceDefinition {
  GetSpend: MethodDefinition<_pitcrew_budget_v1_GetSpendRequest, _pitcrew_budget_v1_GetSpendResponse, _pitcrew_budget_v1_GetSpendRequest__Output, _pitcrew_budget_v1_GetSpendResponse__Output>
  Release: MethodDefinition<_pitcrew_budget_v1_ReleaseRequest, _pitcrew_budget_v1_ReleaseResponse, _pitcrew_budget_v1_ReleaseRequest__Output, _pitcrew_budget_v1_ReleaseResponse__Output>
  Reserve: MethodDefinition<_pitcrew_budget_v1_ReserveRequest, _pitcrew_budget_v1_ReserveResponse, _pitcrew_budget_v1_ReserveRequest__Output, _pitcrew_budget_v1_ReserveResponse__Output>
  SetLimit: MethodDefinition<_pitcrew_budget_v1_SetLimitRequest, _pitcrew_budget_v1_SetLimitResponse, _pitcrew_budget_v1_SetLimitRequest__Output, _pitcrew_budget_v1_SetLimitResponse__Output>
  Settle: MethodDefinition<_pitcrew_budget_v1_SettleRequest, _pitcrew_budget_v1_SettleResponse, _pitcrew_budget_v1_SettleRequest__Output, _pitcrew_budget_v1_SettleResponse__Output>
}
