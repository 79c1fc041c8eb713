// Original file: pitcrew/planner/v1/planner.proto

import type { Replanning as _pitcrew_planner_v1_Replanning, Replanning__Output as _pitcrew_planner_v1_Replanning__Output } from '../../../pitcrew/planner/v1/Replanning.ts';

export interface ReplanResponse {
  'replanning'?: (_pitcrew_planner_v1_Replanning | null);
}

export interface ReplanResponse__Output {
  'replanning': (_pitcrew_planner_v1_Replanning__Output | null);
}
