// Original file: pitcrew/budget/v1/budget.proto

import type { Purpose as _pitcrew_budget_v1_Purpose, Purpose__Output as _pitcrew_budget_v1_Purpose__Output } from '../../../pitcrew/budget/v1/Purpose.ts';

export interface ReserveRequest {
  'tenant'?: (string);
  'run'?: (string);
  'reservation'?: (string);
  'model'?: (string);
  'purpose'?: (_pitcrew_budget_v1_Purpose);
  'inputTokens'?: (number);
  'request'?: (string);
  'deadlineMs'?: (number);
  'worth'?: (number | string);
  '_worth'?: "worth";
}

export interface ReserveRequest__Output {
  'tenant': (string);
  'run': (string);
  'reservation': (string);
  'model': (string);
  'purpose': (_pitcrew_budget_v1_Purpose__Output);
  'inputTokens': (number);
  'request': (string);
  'deadlineMs': (number);
  'worth'?: (number);
  '_worth'?: "worth";
}
