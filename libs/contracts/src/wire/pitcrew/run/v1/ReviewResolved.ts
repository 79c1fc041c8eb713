// Original file: pitcrew/run/v1/event.proto

import type { ReviewResolution as _pitcrew_run_v1_ReviewResolution, ReviewResolution__Output as _pitcrew_run_v1_ReviewResolution__Output } from '../../../pitcrew/run/v1/ReviewResolution.ts';

export interface ReviewResolved {
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'decidedBy'?: (string);
  'resolution'?: (_pitcrew_run_v1_ReviewResolution | null);
}

export interface ReviewResolved__Output {
  'step': (string);
  'item': (number);
  'attempt': (number);
  'decidedBy': (string);
  'resolution': (_pitcrew_run_v1_ReviewResolution__Output | null);
}
