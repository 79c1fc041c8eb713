// Original file: pitcrew/executor/v1/executor.proto


export interface SystemMessage {
  'content'?: (string);
}

export interface SystemMessage__Output {
  'content': (string);
}
