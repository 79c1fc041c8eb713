// Original file: pitcrew/gateway/v1/gateway.proto

import type { CompletedStep as _pitcrew_gateway_v1_CompletedStep, CompletedStep__Output as _pitcrew_gateway_v1_CompletedStep__Output } from '../../../pitcrew/gateway/v1/CompletedStep.ts';

export interface ConversationContext {
  'sessionId'?: (string);
  'originalRequest'?: (string);
  'currentStep'?: (number);
  'totalSteps'?: (number);
  'completedSteps'?: (_pitcrew_gateway_v1_CompletedStep)[];
  'pendingSteps'?: (string)[];
  'errorCount'?: (number);
  'maxErrors'?: (number);
}

export interface ConversationContext__Output {
  'sessionId': (string);
  'originalRequest': (string);
  'currentStep': (number);
  'totalSteps': (number);
  'completedSteps': (_pitcrew_gateway_v1_CompletedStep__Output)[];
  'pendingSteps': (string)[];
  'errorCount': (number);
  'maxErrors': (number);
}
