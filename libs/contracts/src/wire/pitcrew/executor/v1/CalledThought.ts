// Original file: pitcrew/executor/v1/executor.proto

import type { ArgumentSource as _pitcrew_plan_v1_ArgumentSource, ArgumentSource__Output as _pitcrew_plan_v1_ArgumentSource__Output } from '../../../pitcrew/plan/v1/ArgumentSource.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface CalledThought {
  'argumentsJson'?: (string);
  'sources'?: (_pitcrew_plan_v1_ArgumentSource)[];
  'scratchpad'?: (string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface CalledThought__Output {
  'argumentsJson': (string);
  'sources': (_pitcrew_plan_v1_ArgumentSource__Output)[];
  'scratchpad': (string);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
