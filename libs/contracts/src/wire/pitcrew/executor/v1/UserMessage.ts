// Original file: pitcrew/executor/v1/executor.proto


export interface UserMessage {
  'content'?: (string);
}

export interface UserMessage__Output {
  'content': (string);
}
