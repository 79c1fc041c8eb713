// Original file: pitcrew/frontier/v1/frontier.proto

import type { FrontierUsage as _pitcrew_frontier_v1_FrontierUsage, FrontierUsage__Output as _pitcrew_frontier_v1_FrontierUsage__Output } from '../../../pitcrew/frontier/v1/FrontierUsage.ts';

export interface Malformed {
  'message'?: (string);
  'usage'?: (_pitcrew_frontier_v1_FrontierUsage | null);
}

export interface Malformed__Output {
  'message': (string);
  'usage': (_pitcrew_frontier_v1_FrontierUsage__Output | null);
}
