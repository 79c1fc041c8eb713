// Original file: pitcrew/frontier/v1/frontier.proto

import type { PlanTask as _pitcrew_frontier_v1_PlanTask, PlanTask__Output as _pitcrew_frontier_v1_PlanTask__Output } from '../../../pitcrew/frontier/v1/PlanTask.ts';

export interface PlanRequest {
  'tenant'?: (string);
  'run'?: (string);
  'task'?: (_pitcrew_frontier_v1_PlanTask | null);
  'outputTokensMax'?: (number);
  'spend'?: (string);
}

export interface PlanRequest__Output {
  'tenant': (string);
  'run': (string);
  'task': (_pitcrew_frontier_v1_PlanTask__Output | null);
  'outputTokensMax': (number);
  'spend': (string);
}
