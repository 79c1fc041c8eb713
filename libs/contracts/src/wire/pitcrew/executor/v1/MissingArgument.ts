// Original file: pitcrew/executor/v1/executor.proto


export interface MissingArgument {
  'argument'?: (string);
}

export interface MissingArgument__Output {
  'argument': (string);
}
