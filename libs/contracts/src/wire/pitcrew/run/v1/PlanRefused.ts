// Original file: pitcrew/run/v1/event.proto


export interface PlanRefused {
  'message'?: (string);
}

export interface PlanRefused__Output {
  'message': (string);
}
