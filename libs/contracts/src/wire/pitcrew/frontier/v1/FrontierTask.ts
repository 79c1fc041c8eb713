// Original file: pitcrew/frontier/v1/frontier.proto

import type { PlanTask as _pitcrew_frontier_v1_PlanTask, PlanTask__Output as _pitcrew_frontier_v1_PlanTask__Output } from '../../../pitcrew/frontier/v1/PlanTask.ts';
import type { RescueTask as _pitcrew_frontier_v1_RescueTask, RescueTask__Output as _pitcrew_frontier_v1_RescueTask__Output } from '../../../pitcrew/frontier/v1/RescueTask.ts';

export interface FrontierTask {
  'plan'?: (_pitcrew_frontier_v1_PlanTask | null);
  'rescue'?: (_pitcrew_frontier_v1_RescueTask | null);
  'kind'?: "plan"|"rescue";
}

export interface FrontierTask__Output {
  'plan'?: (_pitcrew_frontier_v1_PlanTask__Output | null);
  'rescue'?: (_pitcrew_frontier_v1_RescueTask__Output | null);
  'kind'?: "plan"|"rescue";
}
