// Original file: pitcrew/run/v1/event.proto

import type { Route as _pitcrew_model_v1_Route, Route__Output as _pitcrew_model_v1_Route__Output } from '../../../pitcrew/model/v1/Route.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';

export interface RunRouted {
  'route'?: (_pitcrew_model_v1_Route | null);
  'question'?: (string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
  'explanation'?: (string);
  '_explanation'?: "explanation";
}

export interface RunRouted__Output {
  'route': (_pitcrew_model_v1_Route__Output | null);
  'question': (string);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
  'explanation'?: (string);
  '_explanation'?: "explanation";
}
