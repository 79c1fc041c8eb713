// Original file: pitcrew/executor/v1/executor.proto


export interface UnsupportedCall {
  'tool'?: (string);
  'argument'?: (string);
}

export interface UnsupportedCall__Output {
  'tool': (string);
  'argument': (string);
}
