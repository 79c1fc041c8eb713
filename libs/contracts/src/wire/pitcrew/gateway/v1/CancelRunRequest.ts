// Original file: pitcrew/gateway/v1/gateway.proto


export interface CancelRunRequest {
  'tenant'?: (string);
  'run'?: (string);
  'reason'?: (string);
}

export interface CancelRunRequest__Output {
  'tenant': (string);
  'run': (string);
  'reason': (string);
}
