// Original file: pitcrew/executor/v1/executor.proto

import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface FinishedThought {
  'scratchpad'?: (string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface FinishedThought__Output {
  'scratchpad': (string);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
