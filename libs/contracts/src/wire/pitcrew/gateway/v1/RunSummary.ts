// Original file: pitcrew/gateway/v1/gateway.proto

import type { RunPhase as _pitcrew_gateway_v1_RunPhase, RunPhase__Output as _pitcrew_gateway_v1_RunPhase__Output } from '../../../pitcrew/gateway/v1/RunPhase.ts';
import type { RunOutcome as _pitcrew_gateway_v1_RunOutcome, RunOutcome__Output as _pitcrew_gateway_v1_RunOutcome__Output } from '../../../pitcrew/gateway/v1/RunOutcome.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface RunSummary {
  'run'?: (string);
  'request'?: (string);
  'phase'?: (_pitcrew_gateway_v1_RunPhase);
  'workflow'?: (string);
  'outcome'?: (_pitcrew_gateway_v1_RunOutcome | null);
  'submittedAt'?: (_google_protobuf_Timestamp | null);
  'updatedAt'?: (_google_protobuf_Timestamp | null);
  '_workflow'?: "workflow";
  '_outcome'?: "outcome";
}

export interface RunSummary__Output {
  'run': (string);
  'request': (string);
  'phase': (_pitcrew_gateway_v1_RunPhase__Output);
  'workflow'?: (string);
  'outcome'?: (_pitcrew_gateway_v1_RunOutcome__Output | null);
  'submittedAt': (_google_protobuf_Timestamp__Output | null);
  'updatedAt': (_google_protobuf_Timestamp__Output | null);
  '_workflow'?: "workflow";
  '_outcome'?: "outcome";
}
