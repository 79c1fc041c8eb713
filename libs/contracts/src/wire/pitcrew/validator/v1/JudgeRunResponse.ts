// Original file: pitcrew/validator/v1/validator.proto

import type { Verdict as _pitcrew_model_v1_Verdict, Verdict__Output as _pitcrew_model_v1_Verdict__Output } from '../../../pitcrew/model/v1/Verdict.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface JudgeRunResponse {
  'verdict'?: (_pitcrew_model_v1_Verdict | null);
  'usage'?: (_pitcrew_model_v1_Usage | null);
}

export interface JudgeRunResponse__Output {
  'verdict': (_pitcrew_model_v1_Verdict__Output | null);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
}
