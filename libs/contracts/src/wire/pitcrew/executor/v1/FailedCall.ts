// Original file: pitcrew/executor/v1/executor.proto


export interface FailedCall {
  'argumentsJson'?: (string);
  'message'?: (string);
}

export interface FailedCall__Output {
  'argumentsJson': (string);
  'message': (string);
}
