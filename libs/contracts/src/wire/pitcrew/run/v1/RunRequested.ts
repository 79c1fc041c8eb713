// Original file: pitcrew/run/v1/event.proto

import type { Mode as _pitcrew_run_v1_Mode, Mode__Output as _pitcrew_run_v1_Mode__Output } from '../../../pitcrew/run/v1/Mode.ts';

export interface RunRequested {
  'requestId'?: (string);
  'request'?: (string);
  'mode'?: (_pitcrew_run_v1_Mode);
  'clarify'?: (boolean);
  '_mode'?: "mode";
  '_clarify'?: "clarify";
}

export interface RunRequested__Output {
  'requestId': (string);
  'request': (string);
  'mode'?: (_pitcrew_run_v1_Mode__Output);
  'clarify'?: (boolean);
  '_mode'?: "mode";
  '_clarify'?: "clarify";
}
