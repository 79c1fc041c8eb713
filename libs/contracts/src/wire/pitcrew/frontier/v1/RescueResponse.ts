// Original file: pitcrew/frontier/v1/frontier.proto

import type { Rescuing as _pitcrew_frontier_v1_Rescuing, Rescuing__Output as _pitcrew_frontier_v1_Rescuing__Output } from '../../../pitcrew/frontier/v1/Rescuing.ts';

export interface RescueResponse {
  'rescuing'?: (_pitcrew_frontier_v1_Rescuing | null);
}

export interface RescueResponse__Output {
  'rescuing': (_pitcrew_frontier_v1_Rescuing__Output | null);
}
