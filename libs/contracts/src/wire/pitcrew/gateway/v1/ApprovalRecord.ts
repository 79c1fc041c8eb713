// Original file: pitcrew/gateway/v1/gateway.proto

import type { PendingApproval as _pitcrew_gateway_v1_PendingApproval, PendingApproval__Output as _pitcrew_gateway_v1_PendingApproval__Output } from '../../../pitcrew/gateway/v1/PendingApproval.ts';
import type { ApprovalState as _pitcrew_gateway_v1_ApprovalState, ApprovalState__Output as _pitcrew_gateway_v1_ApprovalState__Output } from '../../../pitcrew/gateway/v1/ApprovalState.ts';

export interface ApprovalRecord {
  'run'?: (string);
  'workflow'?: (string);
  'request'?: (string);
  'asked'?: (_pitcrew_gateway_v1_PendingApproval | null);
  'approvalState'?: (_pitcrew_gateway_v1_ApprovalState);
  'decidedBy'?: (string);
  'reason'?: (string);
  '_workflow'?: "workflow";
  '_decidedBy'?: "decidedBy";
  '_reason'?: "reason";
}

export interface ApprovalRecord__Output {
  'run': (string);
  'workflow'?: (string);
  'request': (string);
  'asked': (_pitcrew_gateway_v1_PendingApproval__Output | null);
  'approvalState': (_pitcrew_gateway_v1_ApprovalState__Output);
  'decidedBy'?: (string);
  'reason'?: (string);
  '_workflow'?: "workflow";
  '_decidedBy'?: "decidedBy";
  '_reason'?: "reason";
}
