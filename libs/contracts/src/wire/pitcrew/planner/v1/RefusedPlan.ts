// Original file: pitcrew/planner/v1/planner.proto


export interface RefusedPlan {
  'message'?: (string);
}

export interface RefusedPlan__Output {
  'message': (string);
}
