// Original file: pitcrew/planner/v1/planner.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';

export interface ReplanRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
  'workflow'?: (string);
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'finished'?: (string)[];
  'failedStep'?: (string);
  'message'?: (string);
  'firstOrdinal'?: (number);
  'stepsLeft'?: (number);
}

export interface ReplanRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
  'workflow': (string);
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'finished': (string)[];
  'failedStep': (string);
  'message': (string);
  'firstOrdinal': (number);
  'stepsLeft': (number);
}
