// Original file: pitcrew/run/v1/event.proto


export interface StepSkipped {
  'step'?: (string);
  'message'?: (string);
}

export interface StepSkipped__Output {
  'step': (string);
  'message': (string);
}
