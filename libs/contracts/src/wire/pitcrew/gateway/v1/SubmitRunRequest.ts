// Original file: pitcrew/gateway/v1/gateway.proto

import type { Mode as _pitcrew_run_v1_Mode, Mode__Output as _pitcrew_run_v1_Mode__Output } from '../../../pitcrew/run/v1/Mode.ts';
import type { OnBudget as _pitcrew_run_v1_OnBudget, OnBudget__Output as _pitcrew_run_v1_OnBudget__Output } from '../../../pitcrew/run/v1/OnBudget.ts';

export interface SubmitRunRequest {
  'tenant'?: (string);
  'requestId'?: (string);
  'request'?: (string);
  'mode'?: (_pitcrew_run_v1_Mode);
  'onBudget'?: (_pitcrew_run_v1_OnBudget);
  'clarify'?: (boolean);
  '_mode'?: "mode";
  '_onBudget'?: "onBudget";
  '_clarify'?: "clarify";
}

export interface SubmitRunRequest__Output {
  'tenant': (string);
  'requestId': (string);
  'request': (string);
  'mode'?: (_pitcrew_run_v1_Mode__Output);
  'onBudget'?: (_pitcrew_run_v1_OnBudget__Output);
  'clarify'?: (boolean);
  '_mode'?: "mode";
  '_onBudget'?: "onBudget";
  '_clarify'?: "clarify";
}
