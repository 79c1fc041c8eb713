// Original file: pitcrew/frontier/v1/frontier.proto

import type { Called as _pitcrew_frontier_v1_Called, Called__Output as _pitcrew_frontier_v1_Called__Output } from '../../../pitcrew/frontier/v1/Called.ts';
import type { Unable as _pitcrew_frontier_v1_Unable, Unable__Output as _pitcrew_frontier_v1_Unable__Output } from '../../../pitcrew/frontier/v1/Unable.ts';
import type { Malformed as _pitcrew_frontier_v1_Malformed, Malformed__Output as _pitcrew_frontier_v1_Malformed__Output } from '../../../pitcrew/frontier/v1/Malformed.ts';
import type { Failed as _pitcrew_frontier_v1_Failed, Failed__Output as _pitcrew_frontier_v1_Failed__Output } from '../../../pitcrew/frontier/v1/Failed.ts';

export interface Rescuing {
  'called'?: (_pitcrew_frontier_v1_Called | null);
  'unable'?: (_pitcrew_frontier_v1_Unable | null);
  'malformed'?: (_pitcrew_frontier_v1_Malformed | null);
  'failed'?: (_pitcrew_frontier_v1_Failed | null);
  'kind'?: "called"|"unable"|"malformed"|"failed";
}

export interface Rescuing__Output {
  'called'?: (_pitcrew_frontier_v1_Called__Output | null);
  'unable'?: (_pitcrew_frontier_v1_Unable__Output | null);
  'malformed'?: (_pitcrew_frontier_v1_Malformed__Output | null);
  'failed'?: (_pitcrew_frontier_v1_Failed__Output | null);
  'kind'?: "called"|"unable"|"malformed"|"failed";
}
