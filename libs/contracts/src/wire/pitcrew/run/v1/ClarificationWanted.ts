// Original file: pitcrew/run/v1/event.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ClarificationWanted {
  'question'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface ClarificationWanted__Output {
  'question': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
