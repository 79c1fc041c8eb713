// Original file: pitcrew/run/v1/review.proto


export interface RetryResolution {
  'argumentsJson'?: (string);
  'didNothing'?: (boolean);
}

export interface RetryResolution__Output {
  'argumentsJson': (string);
  'didNothing': (boolean);
}
