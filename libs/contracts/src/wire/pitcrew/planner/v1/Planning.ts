// Original file: pitcrew/planner/v1/planner.proto

import type { Planned as _pitcrew_planner_v1_Planned, Planned__Output as _pitcrew_planner_v1_Planned__Output } from '../../../pitcrew/planner/v1/Planned.ts';
import type { RefusedPlan as _pitcrew_planner_v1_RefusedPlan, RefusedPlan__Output as _pitcrew_planner_v1_RefusedPlan__Output } from '../../../pitcrew/planner/v1/RefusedPlan.ts';

export interface Planning {
  'planned'?: (_pitcrew_planner_v1_Planned | null);
  'refused'?: (_pitcrew_planner_v1_RefusedPlan | null);
  'kind'?: "planned"|"refused";
}

export interface Planning__Output {
  'planned'?: (_pitcrew_planner_v1_Planned__Output | null);
  'refused'?: (_pitcrew_planner_v1_RefusedPlan__Output | null);
  'kind'?: "planned"|"refused";
}
