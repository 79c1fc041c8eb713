// Original file: pitcrew/plan/v1/plan.proto

import type { PlanStep as _pitcrew_plan_v1_PlanStep, PlanStep__Output as _pitcrew_plan_v1_PlanStep__Output } from '../../../pitcrew/plan/v1/PlanStep.ts';

export interface Plan {
  'workflow'?: (string);
  'variation'?: (string);
  'version'?: (number);
  'steps'?: (_pitcrew_plan_v1_PlanStep)[];
}

export interface Plan__Output {
  'workflow': (string);
  'variation': (string);
  'version': (number);
  'steps': (_pitcrew_plan_v1_PlanStep__Output)[];
}
