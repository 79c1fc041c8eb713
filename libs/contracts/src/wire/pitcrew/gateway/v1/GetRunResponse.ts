// Original file: pitcrew/gateway/v1/gateway.proto

import type { RunPhase as _pitcrew_gateway_v1_RunPhase, RunPhase__Output as _pitcrew_gateway_v1_RunPhase__Output } from '../../../pitcrew/gateway/v1/RunPhase.ts';
import type { ConversationContext as _pitcrew_gateway_v1_ConversationContext, ConversationContext__Output as _pitcrew_gateway_v1_ConversationContext__Output } from '../../../pitcrew/gateway/v1/ConversationContext.ts';
import type { PendingApproval as _pitcrew_gateway_v1_PendingApproval, PendingApproval__Output as _pitcrew_gateway_v1_PendingApproval__Output } from '../../../pitcrew/gateway/v1/PendingApproval.ts';
import type { RunOutcome as _pitcrew_gateway_v1_RunOutcome, RunOutcome__Output as _pitcrew_gateway_v1_RunOutcome__Output } from '../../../pitcrew/gateway/v1/RunOutcome.ts';
import type { ReviewRequested as _pitcrew_run_v1_ReviewRequested, ReviewRequested__Output as _pitcrew_run_v1_ReviewRequested__Output } from '../../../pitcrew/run/v1/ReviewRequested.ts';
import type { PendingClarification as _pitcrew_gateway_v1_PendingClarification, PendingClarification__Output as _pitcrew_gateway_v1_PendingClarification__Output } from '../../../pitcrew/gateway/v1/PendingClarification.ts';

export interface GetRunResponse {
  'phase'?: (_pitcrew_gateway_v1_RunPhase);
  'workflow'?: (string);
  'conversation'?: (_pitcrew_gateway_v1_ConversationContext | null);
  'pendingApprovals'?: (_pitcrew_gateway_v1_PendingApproval)[];
  'outcome'?: (_pitcrew_gateway_v1_RunOutcome | null);
  'pendingReviews'?: (_pitcrew_run_v1_ReviewRequested)[];
  'pendingClarification'?: (_pitcrew_gateway_v1_PendingClarification | null);
  '_workflow'?: "workflow";
  '_outcome'?: "outcome";
  '_pendingClarification'?: "pendingClarification";
}

export interface GetRunResponse__Output {
  'phase': (_pitcrew_gateway_v1_RunPhase__Output);
  'workflow'?: (string);
  'conversation': (_pitcrew_gateway_v1_ConversationContext__Output | null);
  'pendingApprovals': (_pitcrew_gateway_v1_PendingApproval__Output)[];
  'outcome'?: (_pitcrew_gateway_v1_RunOutcome__Output | null);
  'pendingReviews': (_pitcrew_run_v1_ReviewRequested__Output)[];
  'pendingClarification'?: (_pitcrew_gateway_v1_PendingClarification__Output | null);
  '_workflow'?: "workflow";
  '_outcome'?: "outcome";
  '_pendingClarification'?: "pendingClarification";
}
