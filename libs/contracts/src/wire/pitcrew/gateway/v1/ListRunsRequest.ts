// Original file: pitcrew/gateway/v1/gateway.proto

import type { RunPhase as _pitcrew_gateway_v1_RunPhase, RunPhase__Output as _pitcrew_gateway_v1_RunPhase__Output } from '../../../pitcrew/gateway/v1/RunPhase.ts';
import type { RunStatus as _pitcrew_run_v1_RunStatus, RunStatus__Output as _pitcrew_run_v1_RunStatus__Output } from '../../../pitcrew/run/v1/RunStatus.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ListRunsRequest {
  'tenant'?: (string);
  'pageSize'?: (number);
  'pageToken'?: (string);
  'phase'?: (_pitcrew_gateway_v1_RunPhase);
  'status'?: (_pitcrew_run_v1_RunStatus);
  'workflow'?: (string);
  'submittedFrom'?: (_google_protobuf_Timestamp | null);
  'submittedBefore'?: (_google_protobuf_Timestamp | null);
  '_workflow'?: "workflow";
  '_submittedFrom'?: "submittedFrom";
  '_submittedBefore'?: "submittedBefore";
}

export interface ListRunsRequest__Output {
  'tenant': (string);
  'pageSize': (number);
  'pageToken': (string);
  'phase': (_pitcrew_gateway_v1_RunPhase__Output);
  'status': (_pitcrew_run_v1_RunStatus__Output);
  'workflow'?: (string);
  'submittedFrom'?: (_google_protobuf_Timestamp__Output | null);
  'submittedBefore'?: (_google_protobuf_Timestamp__Output | null);
  '_workflow'?: "workflow";
  '_submittedFrom'?: "submittedFrom";
  '_submittedBefore'?: "submittedBefore";
}
