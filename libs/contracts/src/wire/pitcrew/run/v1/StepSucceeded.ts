// Original file: pitcrew/run/v1/event.proto


export interface StepSucceeded {
  'step'?: (string);
}

export interface StepSucceeded__Output {
  'step': (string);
}
