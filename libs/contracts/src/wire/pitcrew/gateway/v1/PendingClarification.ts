// Original file: pitcrew/gateway/v1/gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface PendingClarification {
  'question'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface PendingClarification__Output {
  'question': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
