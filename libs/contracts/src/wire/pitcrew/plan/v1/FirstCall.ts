// Original file: pitcrew/plan/v1/plan.proto

import type { ArgumentSource as _pitcrew_plan_v1_ArgumentSource, ArgumentSource__Output as _pitcrew_plan_v1_ArgumentSource__Output } from '../../../pitcrew/plan/v1/ArgumentSource.ts';

export interface FirstCall {
  'tool'?: (string);
  'argumentsJson'?: (string);
  'sources'?: (_pitcrew_plan_v1_ArgumentSource)[];
}

export interface FirstCall__Output {
  'tool': (string);
  'argumentsJson': (string);
  'sources': (_pitcrew_plan_v1_ArgumentSource__Output)[];
}
