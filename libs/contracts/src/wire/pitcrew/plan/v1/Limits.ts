// Original file: pitcrew/plan/v1/plan.proto


export interface Limits {
  'maxSteps'?: (number);
  'maxErrors'?: (number);
  'stepTimeoutMs'?: (number);
}

export interface Limits__Output {
  'maxSteps': (number);
  'maxErrors': (number);
  'stepTimeoutMs': (number);
}
