// Original file: pitcrew/run/v1/event.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { RunEventBody as _pitcrew_run_v1_RunEventBody, RunEventBody__Output as _pitcrew_run_v1_RunEventBody__Output } from '../../../pitcrew/run/v1/RunEventBody.ts';

export interface RunEvent {
  'schemaVersion'?: (number);
  'id'?: (string);
  'tenant'?: (string);
  'run'?: (string);
  'epoch'?: (number);
  'at'?: (_google_protobuf_Timestamp | null);
  'traceparent'?: (string);
  'previousDigest'?: (string);
  'body'?: (_pitcrew_run_v1_RunEventBody | null);
}

export interface RunEvent__Output {
  'schemaVersion': (number);
  'id': (string);
  'tenant': (string);
  'run': (string);
  'epoch': (number);
  'at': (_google_protobuf_Timestamp__Output | null);
  'traceparent': (string);
  'previousDigest': (string);
  'body': (_pitcrew_run_v1_RunEventBody__Output | null);
}
