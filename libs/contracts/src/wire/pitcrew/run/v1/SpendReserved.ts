// Original file: pitcrew/run/v1/event.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface SpendReserved {
  'escalation'?: (number);
  'reservation'?: (string);
  'model'?: (string);
  'amountMicroUsd'?: (number | string | Long);
  'inputTokens'?: (number);
  'outputTokensMax'?: (number);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface SpendReserved__Output {
  'escalation': (number);
  'reservation': (string);
  'model': (string);
  'amountMicroUsd': (number);
  'inputTokens': (number);
  'outputTokensMax': (number);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
