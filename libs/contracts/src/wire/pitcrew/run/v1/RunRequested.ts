// Original file: pitcrew/run/v1/event.proto


export interface RunRequested {
  'requestId'?: (string);
  'request'?: (string);
}

export interface RunRequested__Output {
  'requestId': (string);
  'request': (string);
}
