// Original file: pitcrew/run/v1/event.proto

import type { ArgumentSource as _pitcrew_plan_v1_ArgumentSource, ArgumentSource__Output as _pitcrew_plan_v1_ArgumentSource__Output } from '../../../pitcrew/plan/v1/ArgumentSource.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface CallProposed {
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'tool'?: (string);
  'argumentsJson'?: (string);
  'sources'?: (_pitcrew_plan_v1_ArgumentSource)[];
  'argumentDigest'?: (string);
  'idempotencyKey'?: (string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
  'scratchpad'?: (string);
  '_scratchpad'?: "scratchpad";
}

export interface CallProposed__Output {
  'step': (string);
  'item': (number);
  'attempt': (number);
  'tool': (string);
  'argumentsJson': (string);
  'sources': (_pitcrew_plan_v1_ArgumentSource__Output)[];
  'argumentDigest': (string);
  'idempotencyKey': (string);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
  'scratchpad'?: (string);
  '_scratchpad'?: "scratchpad";
}
