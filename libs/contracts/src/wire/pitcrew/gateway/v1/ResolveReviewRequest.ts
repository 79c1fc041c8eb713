// Original file: pitcrew/gateway/v1/gateway.proto

import type { ReviewResolution as _pitcrew_run_v1_ReviewResolution, ReviewResolution__Output as _pitcrew_run_v1_ReviewResolution__Output } from '../../../pitcrew/run/v1/ReviewResolution.ts';

export interface ResolveReviewRequest {
  'tenant'?: (string);
  'run'?: (string);
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'decidedBy'?: (string);
  'resolution'?: (_pitcrew_run_v1_ReviewResolution | null);
}

export interface ResolveReviewRequest__Output {
  'tenant': (string);
  'run': (string);
  'step': (string);
  'item': (number);
  'attempt': (number);
  'decidedBy': (string);
  'resolution': (_pitcrew_run_v1_ReviewResolution__Output | null);
}
