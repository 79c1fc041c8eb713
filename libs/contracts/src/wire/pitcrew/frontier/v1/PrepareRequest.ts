// Original file: pitcrew/frontier/v1/frontier.proto

import type { FrontierTask as _pitcrew_frontier_v1_FrontierTask, FrontierTask__Output as _pitcrew_frontier_v1_FrontierTask__Output } from '../../../pitcrew/frontier/v1/FrontierTask.ts';

export interface PrepareRequest {
  'tenant'?: (string);
  'run'?: (string);
  'task'?: (_pitcrew_frontier_v1_FrontierTask | null);
}

export interface PrepareRequest__Output {
  'tenant': (string);
  'run': (string);
  'task': (_pitcrew_frontier_v1_FrontierTask__Output | null);
}
