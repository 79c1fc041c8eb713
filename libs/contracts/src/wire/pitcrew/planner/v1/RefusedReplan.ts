// Original file: pitcrew/planner/v1/planner.proto


export interface RefusedReplan {
  'message'?: (string);
}

export interface RefusedReplan__Output {
  'message': (string);
}
