// Original file: pitcrew/run/v1/event.proto

import type { ChargeNone as _pitcrew_run_v1_ChargeNone, ChargeNone__Output as _pitcrew_run_v1_ChargeNone__Output } from '../../../pitcrew/run/v1/ChargeNone.ts';
import type { ChargeUsed as _pitcrew_run_v1_ChargeUsed, ChargeUsed__Output as _pitcrew_run_v1_ChargeUsed__Output } from '../../../pitcrew/run/v1/ChargeUsed.ts';
import type { ChargeUnknown as _pitcrew_run_v1_ChargeUnknown, ChargeUnknown__Output as _pitcrew_run_v1_ChargeUnknown__Output } from '../../../pitcrew/run/v1/ChargeUnknown.ts';

export interface Charge {
  'none'?: (_pitcrew_run_v1_ChargeNone | null);
  'used'?: (_pitcrew_run_v1_ChargeUsed | null);
  'unknown'?: (_pitcrew_run_v1_ChargeUnknown | null);
  'kind'?: "none"|"used"|"unknown";
}

export interface Charge__Output {
  'none'?: (_pitcrew_run_v1_ChargeNone__Output | null);
  'used'?: (_pitcrew_run_v1_ChargeUsed__Output | null);
  'unknown'?: (_pitcrew_run_v1_ChargeUnknown__Output | null);
  'kind'?: "none"|"used"|"unknown";
}
