// Original file: pitcrew/run/v1/event.proto

import type { EscalationCause as _pitcrew_run_v1_EscalationCause, EscalationCause__Output as _pitcrew_run_v1_EscalationCause__Output } from '../../../pitcrew/run/v1/EscalationCause.ts';
import type { RescuedCall as _pitcrew_run_v1_RescuedCall, RescuedCall__Output as _pitcrew_run_v1_RescuedCall__Output } from '../../../pitcrew/run/v1/RescuedCall.ts';

export interface EscalationWanted {
  'escalation'?: (number);
  'cause'?: (_pitcrew_run_v1_EscalationCause);
  'explanation'?: (string);
  'rescue'?: (_pitcrew_run_v1_RescuedCall | null);
  '_rescue'?: "rescue";
}

export interface EscalationWanted__Output {
  'escalation': (number);
  'cause': (_pitcrew_run_v1_EscalationCause__Output);
  'explanation': (string);
  'rescue'?: (_pitcrew_run_v1_RescuedCall__Output | null);
  '_rescue'?: "rescue";
}
