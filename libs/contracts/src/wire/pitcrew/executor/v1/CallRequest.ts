// Original file: pitcrew/executor/v1/executor.proto

import type { ChatMessage as _pitcrew_executor_v1_ChatMessage, ChatMessage__Output as _pitcrew_executor_v1_ChatMessage__Output } from '../../../pitcrew/executor/v1/ChatMessage.ts';
import type { ChatTool as _pitcrew_executor_v1_ChatTool, ChatTool__Output as _pitcrew_executor_v1_ChatTool__Output } from '../../../pitcrew/executor/v1/ChatTool.ts';

export interface CallRequest {
  'tenant'?: (string);
  'messages'?: (_pitcrew_executor_v1_ChatMessage)[];
  'tools'?: (_pitcrew_executor_v1_ChatTool)[];
}

export interface CallRequest__Output {
  'tenant': (string);
  'messages': (_pitcrew_executor_v1_ChatMessage__Output)[];
  'tools': (_pitcrew_executor_v1_ChatTool__Output)[];
}
