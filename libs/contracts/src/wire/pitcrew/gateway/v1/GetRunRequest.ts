// Original file: pitcrew/gateway/v1/gateway.proto


export interface GetRunRequest {
  'tenant'?: (string);
  'run'?: (string);
}

export interface GetRunRequest__Output {
  'tenant': (string);
  'run': (string);
}
