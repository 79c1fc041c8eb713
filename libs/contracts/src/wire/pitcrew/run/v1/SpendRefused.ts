// Original file: pitcrew/run/v1/event.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface SpendRefused {
  'escalation'?: (number);
  'message'?: (string);
  'resumesAt'?: (_google_protobuf_Timestamp | null);
  '_resumesAt'?: "resumesAt";
}

export interface SpendRefused__Output {
  'escalation': (number);
  'message': (string);
  'resumesAt'?: (_google_protobuf_Timestamp__Output | null);
  '_resumesAt'?: "resumesAt";
}
