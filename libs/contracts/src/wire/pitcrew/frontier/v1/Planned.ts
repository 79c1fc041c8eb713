// Original file: pitcrew/frontier/v1/frontier.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';
import type { FrontierUsage as _pitcrew_frontier_v1_FrontierUsage, FrontierUsage__Output as _pitcrew_frontier_v1_FrontierUsage__Output } from '../../../pitcrew/frontier/v1/FrontierUsage.ts';

export interface Planned {
  'workflow'?: (string);
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'packDigest'?: (string);
  'usage'?: (_pitcrew_frontier_v1_FrontierUsage | null);
}

export interface Planned__Output {
  'workflow': (string);
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'packDigest': (string);
  'usage': (_pitcrew_frontier_v1_FrontierUsage__Output | null);
}
