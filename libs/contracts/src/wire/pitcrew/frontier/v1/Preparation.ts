// Original file: pitcrew/frontier/v1/frontier.proto

import type { Prepared as _pitcrew_frontier_v1_Prepared, Prepared__Output as _pitcrew_frontier_v1_Prepared__Output } from '../../../pitcrew/frontier/v1/Prepared.ts';
import type { Unavailable as _pitcrew_frontier_v1_Unavailable, Unavailable__Output as _pitcrew_frontier_v1_Unavailable__Output } from '../../../pitcrew/frontier/v1/Unavailable.ts';
import type { Refused as _pitcrew_frontier_v1_Refused, Refused__Output as _pitcrew_frontier_v1_Refused__Output } from '../../../pitcrew/frontier/v1/Refused.ts';

export interface Preparation {
  'prepared'?: (_pitcrew_frontier_v1_Prepared | null);
  'unavailable'?: (_pitcrew_frontier_v1_Unavailable | null);
  'refused'?: (_pitcrew_frontier_v1_Refused | null);
  'kind'?: "prepared"|"unavailable"|"refused";
}

export interface Preparation__Output {
  'prepared'?: (_pitcrew_frontier_v1_Prepared__Output | null);
  'unavailable'?: (_pitcrew_frontier_v1_Unavailable__Output | null);
  'refused'?: (_pitcrew_frontier_v1_Refused__Output | null);
  'kind'?: "prepared"|"unavailable"|"refused";
}
