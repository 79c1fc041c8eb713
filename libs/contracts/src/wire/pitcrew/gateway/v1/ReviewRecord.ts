// Original file: pitcrew/gateway/v1/gateway.proto

import type { ReviewRequested as _pitcrew_run_v1_ReviewRequested, ReviewRequested__Output as _pitcrew_run_v1_ReviewRequested__Output } from '../../../pitcrew/run/v1/ReviewRequested.ts';
import type { ReviewState as _pitcrew_gateway_v1_ReviewState, ReviewState__Output as _pitcrew_gateway_v1_ReviewState__Output } from '../../../pitcrew/gateway/v1/ReviewState.ts';
import type { ReviewResolution as _pitcrew_run_v1_ReviewResolution, ReviewResolution__Output as _pitcrew_run_v1_ReviewResolution__Output } from '../../../pitcrew/run/v1/ReviewResolution.ts';

export interface ReviewRecord {
  'run'?: (string);
  'workflow'?: (string);
  'request'?: (string);
  'asked'?: (_pitcrew_run_v1_ReviewRequested | null);
  'reviewState'?: (_pitcrew_gateway_v1_ReviewState);
  'decidedBy'?: (string);
  'resolution'?: (_pitcrew_run_v1_ReviewResolution | null);
  '_workflow'?: "workflow";
  '_decidedBy'?: "decidedBy";
  '_resolution'?: "resolution";
}

export interface ReviewRecord__Output {
  'run': (string);
  'workflow'?: (string);
  'request': (string);
  'asked': (_pitcrew_run_v1_ReviewRequested__Output | null);
  'reviewState': (_pitcrew_gateway_v1_ReviewState__Output);
  'decidedBy'?: (string);
  'resolution'?: (_pitcrew_run_v1_ReviewResolution__Output | null);
  '_workflow'?: "workflow";
  '_decidedBy'?: "decidedBy";
  '_resolution'?: "resolution";
}
