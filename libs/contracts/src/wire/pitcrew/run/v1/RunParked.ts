// Original file: pitcrew/run/v1/event.proto


export interface RunParked {
  'waitingFor'?: (string)[];
}

export interface RunParked__Output {
  'waitingFor': (string)[];
}
