// Original file: pitcrew/plan/v1/plan.proto

import type { Condition as _pitcrew_plan_v1_Condition, Condition__Output as _pitcrew_plan_v1_Condition__Output } from '../../../pitcrew/plan/v1/Condition.ts';
import type { GivenArguments as _pitcrew_plan_v1_GivenArguments, GivenArguments__Output as _pitcrew_plan_v1_GivenArguments__Output } from '../../../pitcrew/plan/v1/GivenArguments.ts';

export interface PlanStep {
  'id'?: (string);
  'tool'?: (string);
  'dependsOn'?: (string)[];
  'forEach'?: (string);
  'when'?: (_pitcrew_plan_v1_Condition | null);
  'andWhen'?: (_pitcrew_plan_v1_Condition | null);
  'given'?: (_pitcrew_plan_v1_GivenArguments | null);
  'needsApproval'?: (boolean);
  '_forEach'?: "forEach";
  '_when'?: "when";
  '_andWhen'?: "andWhen";
  '_given'?: "given";
  '_needsApproval'?: "needsApproval";
}

export interface PlanStep__Output {
  'id': (string);
  'tool': (string);
  'dependsOn': (string)[];
  'forEach'?: (string);
  'when'?: (_pitcrew_plan_v1_Condition__Output | null);
  'andWhen'?: (_pitcrew_plan_v1_Condition__Output | null);
  'given'?: (_pitcrew_plan_v1_GivenArguments__Output | null);
  'needsApproval'?: (boolean);
  '_forEach'?: "forEach";
  '_when'?: "when";
  '_andWhen'?: "andWhen";
  '_given'?: "given";
  '_needsApproval'?: "needsApproval";
}
