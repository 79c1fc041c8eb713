// Original file: pitcrew/frontier/v1/frontier.proto

import type { Charged as _pitcrew_frontier_v1_Charged, Charged__Output as _pitcrew_frontier_v1_Charged__Output } from '../../../pitcrew/frontier/v1/Charged.ts';

export interface Failed {
  'message'?: (string);
  'charged'?: (_pitcrew_frontier_v1_Charged);
}

export interface Failed__Output {
  'message': (string);
  'charged': (_pitcrew_frontier_v1_Charged__Output);
}
