// Original file: pitcrew/run/v1/event.proto

import type { Verdict as _pitcrew_model_v1_Verdict, Verdict__Output as _pitcrew_model_v1_Verdict__Output } from '../../../pitcrew/model/v1/Verdict.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface RunJudged {
  'verdict'?: (_pitcrew_model_v1_Verdict | null);
  'usage'?: (_pitcrew_model_v1_Usage | null);
  'scratchpad'?: (string);
  '_scratchpad'?: "scratchpad";
}

export interface RunJudged__Output {
  'verdict': (_pitcrew_model_v1_Verdict__Output | null);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
  'scratchpad'?: (string);
  '_scratchpad'?: "scratchpad";
}
