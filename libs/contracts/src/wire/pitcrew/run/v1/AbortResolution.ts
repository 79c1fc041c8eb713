// Original file: pitcrew/run/v1/review.proto


export interface AbortResolution {
  'reason'?: (string);
}

export interface AbortResolution__Output {
  'reason': (string);
}
