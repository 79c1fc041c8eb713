// Original file: pitcrew/executor/v1/executor.proto

import type { SystemMessage as _pitcrew_executor_v1_SystemMessage, SystemMessage__Output as _pitcrew_executor_v1_SystemMessage__Output } from '../../../pitcrew/executor/v1/SystemMessage.ts';
import type { UserMessage as _pitcrew_executor_v1_UserMessage, UserMessage__Output as _pitcrew_executor_v1_UserMessage__Output } from '../../../pitcrew/executor/v1/UserMessage.ts';
import type { AssistantMessage as _pitcrew_executor_v1_AssistantMessage, AssistantMessage__Output as _pitcrew_executor_v1_AssistantMessage__Output } from '../../../pitcrew/executor/v1/AssistantMessage.ts';
import type { ToolMessage as _pitcrew_executor_v1_ToolMessage, ToolMessage__Output as _pitcrew_executor_v1_ToolMessage__Output } from '../../../pitcrew/executor/v1/ToolMessage.ts';

export interface ChatMessage {
  'system'?: (_pitcrew_executor_v1_SystemMessage | null);
  'user'?: (_pitcrew_executor_v1_UserMessage | null);
  'assistant'?: (_pitcrew_executor_v1_AssistantMessage | null);
  'tool'?: (_pitcrew_executor_v1_ToolMessage | null);
  'kind'?: "system"|"user"|"assistant"|"tool";
}

export interface ChatMessage__Output {
  'system'?: (_pitcrew_executor_v1_SystemMessage__Output | null);
  'user'?: (_pitcrew_executor_v1_UserMessage__Output | null);
  'assistant'?: (_pitcrew_executor_v1_AssistantMessage__Output | null);
  'tool'?: (_pitcrew_executor_v1_ToolMessage__Output | null);
  'kind'?: "system"|"user"|"assistant"|"tool";
}
