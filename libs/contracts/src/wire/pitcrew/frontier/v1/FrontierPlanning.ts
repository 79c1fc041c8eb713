// Original file: pitcrew/frontier/v1/frontier.proto

import type { Planned as _pitcrew_frontier_v1_Planned, Planned__Output as _pitcrew_frontier_v1_Planned__Output } from '../../../pitcrew/frontier/v1/Planned.ts';
import type { Unplannable as _pitcrew_frontier_v1_Unplannable, Unplannable__Output as _pitcrew_frontier_v1_Unplannable__Output } from '../../../pitcrew/frontier/v1/Unplannable.ts';
import type { RefusedPlan as _pitcrew_frontier_v1_RefusedPlan, RefusedPlan__Output as _pitcrew_frontier_v1_RefusedPlan__Output } from '../../../pitcrew/frontier/v1/RefusedPlan.ts';
import type { Malformed as _pitcrew_frontier_v1_Malformed, Malformed__Output as _pitcrew_frontier_v1_Malformed__Output } from '../../../pitcrew/frontier/v1/Malformed.ts';
import type { Failed as _pitcrew_frontier_v1_Failed, Failed__Output as _pitcrew_frontier_v1_Failed__Output } from '../../../pitcrew/frontier/v1/Failed.ts';

export interface FrontierPlanning {
  'planned'?: (_pitcrew_frontier_v1_Planned | null);
  'unplannable'?: (_pitcrew_frontier_v1_Unplannable | null);
  'refusedPlan'?: (_pitcrew_frontier_v1_RefusedPlan | null);
  'malformed'?: (_pitcrew_frontier_v1_Malformed | null);
  'failed'?: (_pitcrew_frontier_v1_Failed | null);
  'kind'?: "planned"|"unplannable"|"refusedPlan"|"malformed"|"failed";
}

export interface FrontierPlanning__Output {
  'planned'?: (_pitcrew_frontier_v1_Planned__Output | null);
  'unplannable'?: (_pitcrew_frontier_v1_Unplannable__Output | null);
  'refusedPlan'?: (_pitcrew_frontier_v1_RefusedPlan__Output | null);
  'malformed'?: (_pitcrew_frontier_v1_Malformed__Output | null);
  'failed'?: (_pitcrew_frontier_v1_Failed__Output | null);
  'kind'?: "planned"|"unplannable"|"refusedPlan"|"malformed"|"failed";
}
