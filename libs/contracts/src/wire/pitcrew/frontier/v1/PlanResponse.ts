// Original file: pitcrew/frontier/v1/frontier.proto

import type { FrontierPlanning as _pitcrew_frontier_v1_FrontierPlanning, FrontierPlanning__Output as _pitcrew_frontier_v1_FrontierPlanning__Output } from '../../../pitcrew/frontier/v1/FrontierPlanning.ts';

export interface PlanResponse {
  'planning'?: (_pitcrew_frontier_v1_FrontierPlanning | null);
}

export interface PlanResponse__Output {
  'planning': (_pitcrew_frontier_v1_FrontierPlanning__Output | null);
}
