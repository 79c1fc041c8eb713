// Original file: pitcrew/executor/v1/executor.proto

import type { ArgumentSource as _pitcrew_plan_v1_ArgumentSource, ArgumentSource__Output as _pitcrew_plan_v1_ArgumentSource__Output } from '../../../pitcrew/plan/v1/ArgumentSource.ts';

export interface CalledTool {
  'tool'?: (string);
  'argumentsJson'?: (string);
  'sources'?: (_pitcrew_plan_v1_ArgumentSource)[];
}

export interface CalledTool__Output {
  'tool': (string);
  'argumentsJson': (string);
  'sources': (_pitcrew_plan_v1_ArgumentSource__Output)[];
}
