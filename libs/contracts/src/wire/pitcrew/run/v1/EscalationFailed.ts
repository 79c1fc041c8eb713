// Original file: pitcrew/run/v1/event.proto

import type { Charge as _pitcrew_run_v1_Charge, Charge__Output as _pitcrew_run_v1_Charge__Output } from '../../../pitcrew/run/v1/Charge.ts';

export interface EscalationFailed {
  'escalation'?: (number);
  'message'?: (string);
  'charge'?: (_pitcrew_run_v1_Charge | null);
}

export interface EscalationFailed__Output {
  'escalation': (number);
  'message': (string);
  'charge': (_pitcrew_run_v1_Charge__Output | null);
}
