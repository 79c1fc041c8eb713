// Original file: pitcrew/plan/v1/plan.proto


export interface CallSucceeded {
  'resultJson'?: (string);
}

export interface CallSucceeded__Output {
  'resultJson': (string);
}
