// Original file: pitcrew/budget/v1/budget.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface GrantedReservation {
  'reservation'?: (string);
  'amountMicroUsd'?: (number | string | Long);
  'outputTokensMax'?: (number);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface GrantedReservation__Output {
  'reservation': (string);
  'amountMicroUsd': (number);
  'outputTokensMax': (number);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
