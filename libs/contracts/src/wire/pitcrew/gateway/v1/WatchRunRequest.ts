// Original file: pitcrew/gateway/v1/gateway.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchRunRequest {
  'tenant'?: (string);
  'run'?: (string);
  'resumeAfter'?: (number | string | Long);
}

export interface WatchRunRequest__Output {
  'tenant': (string);
  'run': (string);
  'resumeAfter': (number);
}
