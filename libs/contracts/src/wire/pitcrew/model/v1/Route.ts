// Original file: pitcrew/model/v1/model.proto

import type { Clarity as _pitcrew_model_v1_Clarity, Clarity__Output as _pitcrew_model_v1_Clarity__Output } from '../../../pitcrew/model/v1/Clarity.ts';

export interface Route {
  'workflow'?: (string);
  'workflowConfidence'?: (number | string);
  'clarity'?: (_pitcrew_model_v1_Clarity);
  'clarityConfidence'?: (number | string);
  '_workflow'?: "workflow";
}

export interface Route__Output {
  'workflow'?: (string);
  'workflowConfidence': (number);
  'clarity': (_pitcrew_model_v1_Clarity__Output);
  'clarityConfidence': (number);
  '_workflow'?: "workflow";
}
