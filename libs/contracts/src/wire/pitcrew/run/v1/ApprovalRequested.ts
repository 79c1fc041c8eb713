// Original file: pitcrew/run/v1/event.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ApprovalRequested {
  'step'?: (string);
  'item'?: (number);
  'planVersion'?: (number);
  'tool'?: (string);
  'argumentsJson'?: (string);
  'argumentDigest'?: (string);
  'summary'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface ApprovalRequested__Output {
  'step': (string);
  'item': (number);
  'planVersion': (number);
  'tool': (string);
  'argumentsJson': (string);
  'argumentDigest': (string);
  'summary': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
