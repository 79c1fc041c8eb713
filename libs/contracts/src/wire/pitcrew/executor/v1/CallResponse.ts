// Original file: pitcrew/executor/v1/executor.proto

import type { NextCall as _pitcrew_executor_v1_NextCall, NextCall__Output as _pitcrew_executor_v1_NextCall__Output } from '../../../pitcrew/executor/v1/NextCall.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface CallResponse {
  'next'?: (_pitcrew_executor_v1_NextCall | null);
  'trained'?: (boolean);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface CallResponse__Output {
  'next': (_pitcrew_executor_v1_NextCall__Output | null);
  'trained': (boolean);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
