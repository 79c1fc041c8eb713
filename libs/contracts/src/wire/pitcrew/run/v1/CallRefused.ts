// Original file: pitcrew/run/v1/event.proto


export interface CallRefused {
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'message'?: (string);
}

export interface CallRefused__Output {
  'step': (string);
  'item': (number);
  'attempt': (number);
  'message': (string);
}
