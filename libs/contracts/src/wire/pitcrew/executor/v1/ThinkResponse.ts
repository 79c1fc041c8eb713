// Original file: pitcrew/executor/v1/executor.proto

import type { Thinking as _pitcrew_executor_v1_Thinking, Thinking__Output as _pitcrew_executor_v1_Thinking__Output } from '../../../pitcrew/executor/v1/Thinking.ts';

export interface ThinkResponse {
  'thinking'?: (_pitcrew_executor_v1_Thinking | null);
}

export interface ThinkResponse__Output {
  'thinking': (_pitcrew_executor_v1_Thinking__Output | null);
}
