// Original file: pitcrew/planner/v1/planner.proto

import type { Revised as _pitcrew_planner_v1_Revised, Revised__Output as _pitcrew_planner_v1_Revised__Output } from '../../../pitcrew/planner/v1/Revised.ts';
import type { RefusedReplan as _pitcrew_planner_v1_RefusedReplan, RefusedReplan__Output as _pitcrew_planner_v1_RefusedReplan__Output } from '../../../pitcrew/planner/v1/RefusedReplan.ts';

export interface Replanning {
  'revised'?: (_pitcrew_planner_v1_Revised | null);
  'refused'?: (_pitcrew_planner_v1_RefusedReplan | null);
  'kind'?: "revised"|"refused";
}

export interface Replanning__Output {
  'revised'?: (_pitcrew_planner_v1_Revised__Output | null);
  'refused'?: (_pitcrew_planner_v1_RefusedReplan__Output | null);
  'kind'?: "revised"|"refused";
}
