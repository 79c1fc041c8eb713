// Original file: pitcrew/planner/v1/planner.proto


export interface PlanRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
  'workflow'?: (string);
}

export interface PlanRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
  'workflow': (string);
}
