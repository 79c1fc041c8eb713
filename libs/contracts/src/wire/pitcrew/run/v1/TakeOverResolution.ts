// Original file: pitcrew/run/v1/review.proto


export interface TakeOverResolution {
  'resultJson'?: (string);
}

export interface TakeOverResolution__Output {
  'resultJson': (string);
}
