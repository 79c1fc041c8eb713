// Original file: pitcrew/run/v1/event.proto

import type { EscalationCause as _pitcrew_run_v1_EscalationCause, EscalationCause__Output as _pitcrew_run_v1_EscalationCause__Output } from '../../../pitcrew/run/v1/EscalationCause.ts';

export interface EscalationWanted {
  'escalation'?: (number);
  'cause'?: (_pitcrew_run_v1_EscalationCause);
  'explanation'?: (string);
}

export interface EscalationWanted__Output {
  'escalation': (number);
  'cause': (_pitcrew_run_v1_EscalationCause__Output);
  'explanation': (string);
}
