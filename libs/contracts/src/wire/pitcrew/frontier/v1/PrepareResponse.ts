// Original file: pitcrew/frontier/v1/frontier.proto

import type { Preparation as _pitcrew_frontier_v1_Preparation, Preparation__Output as _pitcrew_frontier_v1_Preparation__Output } from '../../../pitcrew/frontier/v1/Preparation.ts';

export interface PrepareResponse {
  'preparation'?: (_pitcrew_frontier_v1_Preparation | null);
}

export interface PrepareResponse__Output {
  'preparation': (_pitcrew_frontier_v1_Preparation__Output | null);
}
