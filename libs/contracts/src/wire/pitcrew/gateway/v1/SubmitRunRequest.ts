// Original file: pitcrew/gateway/v1/gateway.proto


export interface SubmitRunRequest {
  'tenant'?: (string);
  'requestId'?: (string);
  'request'?: (string);
}

export interface SubmitRunRequest__Output {
  'tenant': (string);
  'requestId': (string);
  'request': (string);
}
