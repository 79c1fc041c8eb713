// Original file: pitcrew/executor/v1/executor.proto

import type { MadeCall as _pitcrew_executor_v1_MadeCall, MadeCall__Output as _pitcrew_executor_v1_MadeCall__Output } from '../../../pitcrew/executor/v1/MadeCall.ts';

export interface AssistantMessage {
  'content'?: (string);
  'calls'?: (_pitcrew_executor_v1_MadeCall)[];
}

export interface AssistantMessage__Output {
  'content': (string);
  'calls': (_pitcrew_executor_v1_MadeCall__Output)[];
}
