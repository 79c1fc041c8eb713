// Original file: pitcrew/gateway/v1/gateway.proto

import type { RunStatus as _pitcrew_run_v1_RunStatus, RunStatus__Output as _pitcrew_run_v1_RunStatus__Output } from '../../../pitcrew/run/v1/RunStatus.ts';
import type { StopReason as _pitcrew_run_v1_StopReason, StopReason__Output as _pitcrew_run_v1_StopReason__Output } from '../../../pitcrew/run/v1/StopReason.ts';

export interface RunOutcome {
  'status'?: (_pitcrew_run_v1_RunStatus);
  'stopReason'?: (_pitcrew_run_v1_StopReason);
  'account'?: (string);
  'confidence'?: (number | string);
  'disclaimer'?: (string);
  '_disclaimer'?: "disclaimer";
}

export interface RunOutcome__Output {
  'status': (_pitcrew_run_v1_RunStatus__Output);
  'stopReason': (_pitcrew_run_v1_StopReason__Output);
  'account': (string);
  'confidence': (number);
  'disclaimer'?: (string);
  '_disclaimer'?: "disclaimer";
}
