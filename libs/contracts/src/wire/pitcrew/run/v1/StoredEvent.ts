// Original file: pitcrew/run/v1/event.proto

import type { RunEvent as _pitcrew_run_v1_RunEvent, RunEvent__Output as _pitcrew_run_v1_RunEvent__Output } from '../../../pitcrew/run/v1/RunEvent.ts';
import type { Long } from '@grpc/proto-loader';

export interface StoredEvent {
  'sequence'?: (number | string | Long);
  'event'?: (_pitcrew_run_v1_RunEvent | null);
}

export interface StoredEvent__Output {
  'sequence': (number);
  'event': (_pitcrew_run_v1_RunEvent__Output | null);
}
