// Original file: pitcrew/gateway/v1/gateway.proto

import type { ApprovalRecord as _pitcrew_gateway_v1_ApprovalRecord, ApprovalRecord__Output as _pitcrew_gateway_v1_ApprovalRecord__Output } from '../../../pitcrew/gateway/v1/ApprovalRecord.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ListApprovalsResponse {
  'approvals'?: (_pitcrew_gateway_v1_ApprovalRecord)[];
  'nextPageToken'?: (string);
  'asOf'?: (_google_protobuf_Timestamp | null);
}

export interface ListApprovalsResponse__Output {
  'approvals': (_pitcrew_gateway_v1_ApprovalRecord__Output)[];
  'nextPageToken': (string);
  'asOf': (_google_protobuf_Timestamp__Output | null);
}
