// Original file: pitcrew/run/v1/event.proto


export interface CancelRequested {
  'reason'?: (string);
}

export interface CancelRequested__Output {
  'reason': (string);
}
