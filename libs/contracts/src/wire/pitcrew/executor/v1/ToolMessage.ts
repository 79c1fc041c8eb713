// Original file: pitcrew/executor/v1/executor.proto


export interface ToolMessage {
  'callId'?: (string);
  'content'?: (string);
}

export interface ToolMessage__Output {
  'callId': (string);
  'content': (string);
}
