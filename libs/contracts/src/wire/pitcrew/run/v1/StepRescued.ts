// Original file: pitcrew/run/v1/event.proto

import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface StepRescued {
  'escalation'?: (number);
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'tool'?: (string);
  'argumentsJson'?: (string);
  'argumentDigest'?: (string);
  'idempotencyKey'?: (string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface StepRescued__Output {
  'escalation': (number);
  'step': (string);
  'item': (number);
  'attempt': (number);
  'tool': (string);
  'argumentsJson': (string);
  'argumentDigest': (string);
  'idempotencyKey': (string);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
