// Original file: pitcrew/planner/v1/planner.proto

import type { Planning as _pitcrew_planner_v1_Planning, Planning__Output as _pitcrew_planner_v1_Planning__Output } from '../../../pitcrew/planner/v1/Planning.ts';

export interface PlanResponse {
  'planning'?: (_pitcrew_planner_v1_Planning | null);
}

export interface PlanResponse__Output {
  'planning': (_pitcrew_planner_v1_Planning__Output | null);
}
