// Original file: pitcrew/run/v1/event.proto


export interface RunClaimed {
  'owner'?: (string);
}

export interface RunClaimed__Output {
  'owner': (string);
}
