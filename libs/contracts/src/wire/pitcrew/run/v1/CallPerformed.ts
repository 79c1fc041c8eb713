// Original file: pitcrew/run/v1/event.proto

import type { Outcome as _pitcrew_plan_v1_Outcome, Outcome__Output as _pitcrew_plan_v1_Outcome__Output } from '../../../pitcrew/plan/v1/Outcome.ts';

export interface CallPerformed {
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'performance'?: (number);
  'outcome'?: (_pitcrew_plan_v1_Outcome | null);
  'latencyMs'?: (number | string);
}

export interface CallPerformed__Output {
  'step': (string);
  'item': (number);
  'attempt': (number);
  'performance': (number);
  'outcome': (_pitcrew_plan_v1_Outcome__Output | null);
  'latencyMs': (number);
}
