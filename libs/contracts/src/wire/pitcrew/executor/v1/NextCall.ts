// Original file: pitcrew/executor/v1/executor.proto

import type { CalledTool as _pitcrew_executor_v1_CalledTool, CalledTool__Output as _pitcrew_executor_v1_CalledTool__Output } from '../../../pitcrew/executor/v1/CalledTool.ts';
import type { NoCall as _pitcrew_executor_v1_NoCall, NoCall__Output as _pitcrew_executor_v1_NoCall__Output } from '../../../pitcrew/executor/v1/NoCall.ts';
import type { UnsupportedCall as _pitcrew_executor_v1_UnsupportedCall, UnsupportedCall__Output as _pitcrew_executor_v1_UnsupportedCall__Output } from '../../../pitcrew/executor/v1/UnsupportedCall.ts';

export interface NextCall {
  'called'?: (_pitcrew_executor_v1_CalledTool | null);
  'none'?: (_pitcrew_executor_v1_NoCall | null);
  'unsupported'?: (_pitcrew_executor_v1_UnsupportedCall | null);
  'kind'?: "called"|"none"|"unsupported";
}

export interface NextCall__Output {
  'called'?: (_pitcrew_executor_v1_CalledTool__Output | null);
  'none'?: (_pitcrew_executor_v1_NoCall__Output | null);
  'unsupported'?: (_pitcrew_executor_v1_UnsupportedCall__Output | null);
  'kind'?: "called"|"none"|"unsupported";
}
