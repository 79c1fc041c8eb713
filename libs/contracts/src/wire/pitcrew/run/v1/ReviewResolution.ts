// Original file: pitcrew/run/v1/review.proto

import type { RetryResolution as _pitcrew_run_v1_RetryResolution, RetryResolution__Output as _pitcrew_run_v1_RetryResolution__Output } from '../../../pitcrew/run/v1/RetryResolution.ts';
import type { SkipResolution as _pitcrew_run_v1_SkipResolution, SkipResolution__Output as _pitcrew_run_v1_SkipResolution__Output } from '../../../pitcrew/run/v1/SkipResolution.ts';
import type { TakeOverResolution as _pitcrew_run_v1_TakeOverResolution, TakeOverResolution__Output as _pitcrew_run_v1_TakeOverResolution__Output } from '../../../pitcrew/run/v1/TakeOverResolution.ts';
import type { AbortResolution as _pitcrew_run_v1_AbortResolution, AbortResolution__Output as _pitcrew_run_v1_AbortResolution__Output } from '../../../pitcrew/run/v1/AbortResolution.ts';

export interface ReviewResolution {
  'retry'?: (_pitcrew_run_v1_RetryResolution | null);
  'skip'?: (_pitcrew_run_v1_SkipResolution | null);
  'takeOver'?: (_pitcrew_run_v1_TakeOverResolution | null);
  'abort'?: (_pitcrew_run_v1_AbortResolution | null);
  'kind'?: "retry"|"skip"|"takeOver"|"abort";
}

export interface ReviewResolution__Output {
  'retry'?: (_pitcrew_run_v1_RetryResolution__Output | null);
  'skip'?: (_pitcrew_run_v1_SkipResolution__Output | null);
  'takeOver'?: (_pitcrew_run_v1_TakeOverResolution__Output | null);
  'abort'?: (_pitcrew_run_v1_AbortResolution__Output | null);
  'kind'?: "retry"|"skip"|"takeOver"|"abort";
}
