// Original file: pitcrew/budget/v1/budget.proto

import type { Purpose as _pitcrew_budget_v1_Purpose, Purpose__Output as _pitcrew_budget_v1_Purpose__Output } from '../../../pitcrew/budget/v1/Purpose.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ReserveRequest {
  'tenant'?: (string);
  'run'?: (string);
  'reservation'?: (string);
  'model'?: (string);
  'purpose'?: (_pitcrew_budget_v1_Purpose);
  'inputTokens'?: (number);
  'request'?: (string);
  'deadlineMs'?: (number);
  'worth'?: (number | string);
  'waitingSince'?: (_google_protobuf_Timestamp | null);
  '_worth'?: "worth";
  '_waitingSince'?: "waitingSince";
}

export interface ReserveRequest__Output {
  'tenant': (string);
  'run': (string);
  'reservation': (string);
  'model': (string);
  'purpose': (_pitcrew_budget_v1_Purpose__Output);
  'inputTokens': (number);
  'request': (string);
  'deadlineMs': (number);
  'worth'?: (number);
  'waitingSince'?: (_google_protobuf_Timestamp__Output | null);
  '_worth'?: "worth";
  '_waitingSince'?: "waitingSince";
}
