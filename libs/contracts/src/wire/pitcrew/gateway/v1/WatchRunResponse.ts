// Original file: pitcrew/gateway/v1/gateway.proto

import type { StoredEvent as _pitcrew_run_v1_StoredEvent, StoredEvent__Output as _pitcrew_run_v1_StoredEvent__Output } from '../../../pitcrew/run/v1/StoredEvent.ts';

export interface WatchRunResponse {
  'stored'?: (_pitcrew_run_v1_StoredEvent | null);
}

export interface WatchRunResponse__Output {
  'stored': (_pitcrew_run_v1_StoredEvent__Output | null);
}
