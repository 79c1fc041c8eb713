// Original file: pitcrew/executor/v1/executor.proto

import type { Outcome as _pitcrew_plan_v1_Outcome, Outcome__Output as _pitcrew_plan_v1_Outcome__Output } from '../../../pitcrew/plan/v1/Outcome.ts';

export interface PerformResponse {
  'outcome'?: (_pitcrew_plan_v1_Outcome | null);
  'latencyMs'?: (number | string);
}

export interface PerformResponse__Output {
  'outcome': (_pitcrew_plan_v1_Outcome__Output | null);
  'latencyMs': (number);
}
