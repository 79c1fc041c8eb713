// Original file: pitcrew/executor/v1/executor.proto


export interface MadeCall {
  'id'?: (string);
  'tool'?: (string);
  'argumentsJson'?: (string);
}

export interface MadeCall__Output {
  'id': (string);
  'tool': (string);
  'argumentsJson': (string);
}
