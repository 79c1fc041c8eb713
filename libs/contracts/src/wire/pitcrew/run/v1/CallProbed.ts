// Original file: pitcrew/run/v1/event.proto

import type { Finding as _pitcrew_plan_v1_Finding, Finding__Output as _pitcrew_plan_v1_Finding__Output } from '../../../pitcrew/plan/v1/Finding.ts';

export interface CallProbed {
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'performance'?: (number);
  'probe'?: (number);
  'tool'?: (string);
  'finding'?: (_pitcrew_plan_v1_Finding | null);
  'latencyMs'?: (number | string);
}

export interface CallProbed__Output {
  'step': (string);
  'item': (number);
  'attempt': (number);
  'performance': (number);
  'probe': (number);
  'tool': (string);
  'finding': (_pitcrew_plan_v1_Finding__Output | null);
  'latencyMs': (number);
}
