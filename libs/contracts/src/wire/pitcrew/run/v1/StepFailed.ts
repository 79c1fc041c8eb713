// Original file: pitcrew/run/v1/event.proto

import type { StopReason as _pitcrew_run_v1_StopReason, StopReason__Output as _pitcrew_run_v1_StopReason__Output } from '../../../pitcrew/run/v1/StopReason.ts';

export interface StepFailed {
  'step'?: (string);
  'stopReason'?: (_pitcrew_run_v1_StopReason);
  'message'?: (string);
}

export interface StepFailed__Output {
  'step': (string);
  'stopReason': (_pitcrew_run_v1_StopReason__Output);
  'message': (string);
}
