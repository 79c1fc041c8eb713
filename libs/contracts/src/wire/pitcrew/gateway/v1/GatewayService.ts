// Original file: pitcrew/gateway/v1/gateway.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelRunRequest as _pitcrew_gateway_v1_CancelRunRequest, CancelRunRequest__Output as _pitcrew_gateway_v1_CancelRunRequest__Output } from '../../../pitcrew/gateway/v1/CancelRunRequest.ts';
import type { CancelRunResponse as _pitcrew_gateway_v1_CancelRunResponse, CancelRunResponse__Output as _pitcrew_gateway_v1_CancelRunResponse__Output } from '../../../pitcrew/gateway/v1/CancelRunResponse.ts';
import type { DecideApprovalRequest as _pitcrew_gateway_v1_DecideApprovalRequest, DecideApprovalRequest__Output as _pitcrew_gateway_v1_DecideApprovalRequest__Output } from '../../../pitcrew/gateway/v1/DecideApprovalRequest.ts';
import type { DecideApprovalResponse as _pitcrew_gateway_v1_DecideApprovalResponse, DecideApprovalResponse__Output as _pitcrew_gateway_v1_DecideApprovalResponse__Output } from '../../../pitcrew/gateway/v1/DecideApprovalResponse.ts';
import type { GetRunRequest as _pitcrew_gateway_v1_GetRunRequest, GetRunRequest__Output as _pitcrew_gateway_v1_GetRunRequest__Output } from '../../../pitcrew/gateway/v1/GetRunRequest.ts';
import type { GetRunResponse as _pitcrew_gateway_v1_GetRunResponse, GetRunResponse__Output as _pitcrew_gateway_v1_GetRunResponse__Output } from '../../../pitcrew/gateway/v1/GetRunResponse.ts';
import type { GiveClarificationRequest as _pitcrew_gateway_v1_GiveClarificationRequest, GiveClarificationRequest__Output as _pitcrew_gateway_v1_GiveClarificationRequest__Output } from '../../../pitcrew/gateway/v1/GiveClarificationRequest.ts';
import type { GiveClarificationResponse as _pitcrew_gateway_v1_GiveClarificationResponse, GiveClarificationResponse__Output as _pitcrew_gateway_v1_GiveClarificationResponse__Output } from '../../../pitcrew/gateway/v1/GiveClarificationResponse.ts';
import type { ListApprovalsRequest as _pitcrew_gateway_v1_ListApprovalsRequest, ListApprovalsRequest__Output as _pitcrew_gateway_v1_ListApprovalsRequest__Output } from '../../../pitcrew/gateway/v1/ListApprovalsRequest.ts';
import type { ListApprovalsResponse as _pitcrew_gateway_v1_ListApprovalsResponse, ListApprovalsResponse__Output as _pitcrew_gateway_v1_ListApprovalsResponse__Output } from '../../../pitcrew/gateway/v1/ListApprovalsResponse.ts';
import type { ListReviewsRequest as _pitcrew_gateway_v1_ListReviewsRequest, ListReviewsRequest__Output as _pitcrew_gateway_v1_ListReviewsRequest__Output } from '../../../pitcrew/gateway/v1/ListReviewsRequest.ts';
import type { ListReviewsResponse as _pitcrew_gateway_v1_ListReviewsResponse, ListReviewsResponse__Output as _pitcrew_gateway_v1_ListReviewsResponse__Output } from '../../../pitcrew/gateway/v1/ListReviewsResponse.ts';
import type { ListRunsRequest as _pitcrew_gateway_v1_ListRunsRequest, ListRunsRequest__Output as _pitcrew_gateway_v1_ListRunsRequest__Output } from '../../../pitcrew/gateway/v1/ListRunsRequest.ts';
import type { ListRunsResponse as _pitcrew_gateway_v1_ListRunsResponse, ListRunsResponse__Output as _pitcrew_gateway_v1_ListRunsResponse__Output } from '../../../pitcrew/gateway/v1/ListRunsResponse.ts';
import type { ResolveReviewRequest as _pitcrew_gateway_v1_ResolveReviewRequest, ResolveReviewRequest__Output as _pitcrew_gateway_v1_ResolveReviewRequest__Output } from '../../../pitcrew/gateway/v1/ResolveReviewRequest.ts';
import type { ResolveReviewResponse as _pitcrew_gateway_v1_ResolveReviewResponse, ResolveReviewResponse__Output as _pitcrew_gateway_v1_ResolveReviewResponse__Output } from '../../../pitcrew/gateway/v1/ResolveReviewResponse.ts';
import type { SubmitRunRequest as _pitcrew_gateway_v1_SubmitRunRequest, SubmitRunRequest__Output as _pitcrew_gateway_v1_SubmitRunRequest__Output } from '../../../pitcrew/gateway/v1/SubmitRunRequest.ts';
import type { SubmitRunResponse as _pitcrew_gateway_v1_SubmitRunResponse, SubmitRunResponse__Output as _pitcrew_gateway_v1_SubmitRunResponse__Output } from '../../../pitcrew/gateway/v1/SubmitRunResponse.ts';
import type { WatchRunRequest as _pitcrew_gateway_v1_WatchRunRequest, WatchRunRequest__Output as _pitcrew_gateway_v1_WatchRunRequest__Output } from '../../../pitcrew/gateway/v1/WatchRunRequest.ts';
import type { WatchRunResponse as _pitcrew_gateway_v1_WatchRunResponse, WatchRunResponse__Output as _pitcrew_gateway_v1_WatchRunResponse__Output } from '../../../pitcrew/gateway/v1/WatchRunResponse.ts';

export interface GatewayServiceDefinition {
  CancelRun: MethodDefinition<_pitcrew_gateway_v1_CancelRunRequest, _pitcrew_gateway_v1_CancelRunResponse, _pitcrew_gateway_v1_CancelRunRequest__Output, _pitcrew_gateway_v1_CancelRunResponse__Output>
  DecideApproval: MethodDefinition<_pitcrew_gateway_v1_DecideApprovalRequest, _pitcrew_gateway_v1_DecideApprovalResponse, _pitcrew_gateway_v1_DecideApprovalRequest__Output, _pitcrew_gateway_v1_DecideApprovalResponse__Output>
  GetRun: MethodDefinition<_pitcrew_gateway_v1_GetRunRequest, _pitcrew_gateway_v1_GetRunResponse, _pitcrew_gateway_v1_GetRunRequest__Output, _pitcrew_gateway_v1_GetRunResponse__Output>
  GiveClarification: MethodDefinition<_pitcrew_gateway_v1_GiveClarificationRequest, _pitcrew_gateway_v1_GiveClarificationResponse, _pitcrew_gateway_v1_GiveClarificationRequest__Output, _pitcrew_gateway_v1_GiveClarificationResponse__Output>
  ListApprovals: MethodDefinition<_pitcrew_gateway_v1_ListApprovalsRequest, _pitcrew_gateway_v1_ListApprovalsResponse, _pitcrew_gateway_v1_ListApprovalsRequest__Output, _pitcrew_gateway_v1_ListApprovalsResponse__Output>
  ListReviews: MethodDefinition<_pitcrew_gateway_v1_ListReviewsRequest, _pitcrew_gateway_v1_ListReviewsResponse, _pitcrew_gateway_v1_ListReviewsRequest__Output, _pitcrew_gateway_v1_ListReviewsResponse__Output>
  ListRuns: MethodDefinition<_pitcrew_gateway_v1_ListRunsRequest, _pitcrew_gateway_v1_ListRunsResponse, _pitcrew_gateway_v1_ListRunsRequest__Output, _pitcrew_gateway_v1_ListRunsResponse__Output>
  ResolveReview: MethodDefinition<_pitcrew_gateway_v1_ResolveReviewRequest, _pitcrew_gateway_v1_ResolveReviewResponse, _pitcrew_gateway_v1_ResolveReviewRequest__Output, _pitcrew_gateway_v1_ResolveReviewResponse__Output>
  SubmitRun: MethodDefinition<_pitcrew_gateway_v1_SubmitRunRequest, _pitcrew_gateway_v1_SubmitRunResponse, _pitcrew_gateway_v1_SubmitRunRequest__Output, _pitcrew_gateway_v1_SubmitRunResponse__Output>
  WatchRun: MethodDefinition<_pitcrew_gateway_v1_WatchRunRequest, _pitcrew_gateway_v1_WatchRunResponse, _pitcrew_gateway_v1_WatchRunRequest__Output, _pitcrew_gateway_v1_WatchRunResponse__Output>
}
