// Original file: pitcrew/run/v1/event.proto


export interface TimerFired {
  'timer'?: (string);
}

export interface TimerFired__Output {
  'timer': (string);
}
