// Original file: pitcrew/run/v1/event.proto


export interface ReplanRefused {
  'step'?: (string);
  'message'?: (string);
}

export interface ReplanRefused__Output {
  'step': (string);
  'message': (string);
}
