// Original file: pitcrew/frontier/v1/frontier.proto

import type { TokenCount as _pitcrew_frontier_v1_TokenCount, TokenCount__Output as _pitcrew_frontier_v1_TokenCount__Output } from '../../../pitcrew/frontier/v1/TokenCount.ts';

export interface Prepared {
  'model'?: (string);
  'inputTokens'?: (number);
  'tokenCount'?: (_pitcrew_frontier_v1_TokenCount);
  'bodyDigest'?: (string);
}

export interface Prepared__Output {
  'model': (string);
  'inputTokens': (number);
  'tokenCount': (_pitcrew_frontier_v1_TokenCount__Output);
  'bodyDigest': (string);
}
