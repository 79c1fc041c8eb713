// Original file: pitcrew/budget/v1/budget.proto


export interface ReleaseRequest {
  'tenant'?: (string);
  'reservation'?: (string);
}

export interface ReleaseRequest__Output {
  'tenant': (string);
  'reservation': (string);
}
