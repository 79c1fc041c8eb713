// Original file: pitcrew/executor/v1/executor.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { CallRequest as _pitcrew_executor_v1_CallRequest, CallRequest__Output as _pitcrew_executor_v1_CallRequest__Output } from '../../../pitcrew/executor/v1/CallRequest.ts';
import type { CallResponse as _pitcrew_executor_v1_CallResponse, CallResponse__Output as _pitcrew_executor_v1_CallResponse__Output } from '../../../pitcrew/executor/v1/CallResponse.ts';
import type { PerformRequest as _pitcrew_executor_v1_PerformRequest, PerformRequest__Output as _pitcrew_executor_v1_PerformRequest__Output } from '../../../pitcrew/executor/v1/PerformRequest.ts';
import type { PerformResponse as _pitcrew_executor_v1_PerformResponse, PerformResponse__Output as _pitcrew_executor_v1_PerformResponse__Output } from '../../../pitcrew/executor/v1/PerformResponse.ts';
import type { ProposeRequest as _pitcrew_executor_v1_ProposeRequest, ProposeRequest__Output as _pitcrew_executor_v1_ProposeRequest__Output } from '../../../pitcrew/executor/v1/ProposeRequest.ts';
import type { ProposeResponse as _pitcrew_executor_v1_ProposeResponse, ProposeResponse__Output as _pitcrew_executor_v1_ProposeResponse__Output } from '../../../pitcrew/executor/v1/ProposeResponse.ts';
import type { ThinkRequest as _pitcrew_executor_v1_ThinkRequest, ThinkRequest__Output as _pitcrew_executor_v1_ThinkRequest__Output } from '../../../pitcrew/executor/v1/ThinkRequest.ts';
import type { ThinkResponse as _pitcrew_executor_v1_ThinkResponse, ThinkResponse__Output as _pitcrew_executor_v1_ThinkResponse__Output } from '../../../pitcrew/executor/v1/ThinkResponse.ts';

export interface ExecutorServiceDefinition {
  Call: MethodDefinition<_pitcrew_executor_v1_CallRequest, _pitcrew_executor_v1_CallResponse, _pitcrew_executor_v1_CallRequest__Output, _pitcrew_executor_v1_CallResponse__Output>
  Perform: MethodDefinition<_pitcrew_executor_v1_PerformRequest, _pitcrew_executor_v1_PerformResponse, _pitcrew_executor_v1_PerformRequest__Output, _pitcrew_executor_v1_PerformResponse__Output>
  Propose: MethodDefinition<_pitcrew_executor_v1_ProposeRequest, _pitcrew_executor_v1_ProposeResponse, _pitcrew_executor_v1_ProposeRequest__Output, _pitcrew_executor_v1_ProposeResponse__Output>
  Think: MethodDefinition<_pitcrew_executor_v1_ThinkRequest, _pitcrew_executor_v1_ThinkResponse, _pitcrew_executor_v1_ThinkRequest__Output, _pitcrew_executor_v1_ThinkResponse__Output>
}
