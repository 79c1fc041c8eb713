// Original file: pitcrew/frontier/v1/frontier.proto

import type { RescueTask as _pitcrew_frontier_v1_RescueTask, RescueTask__Output as _pitcrew_frontier_v1_RescueTask__Output } from '../../../pitcrew/frontier/v1/RescueTask.ts';

export interface RescueRequest {
  'tenant'?: (string);
  'run'?: (string);
  'task'?: (_pitcrew_frontier_v1_RescueTask | null);
  'outputTokensMax'?: (number);
  'spend'?: (string);
}

export interface RescueRequest__Output {
  'tenant': (string);
  'run': (string);
  'task': (_pitcrew_frontier_v1_RescueTask__Output | null);
  'outputTokensMax': (number);
  'spend': (string);
}
