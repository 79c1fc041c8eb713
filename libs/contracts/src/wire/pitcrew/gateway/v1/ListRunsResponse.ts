// Original file: pitcrew/gateway/v1/gateway.proto

import type { RunSummary as _pitcrew_gateway_v1_RunSummary, RunSummary__Output as _pitcrew_gateway_v1_RunSummary__Output } from '../../../pitcrew/gateway/v1/RunSummary.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ListRunsResponse {
  'runs'?: (_pitcrew_gateway_v1_RunSummary)[];
  'nextPageToken'?: (string);
  'asOf'?: (_google_protobuf_Timestamp | null);
}

export interface ListRunsResponse__Output {
  'runs': (_pitcrew_gateway_v1_RunSummary__Output)[];
  'nextPageToken': (string);
  'asOf': (_google_protobuf_Timestamp__Output | null);
}
