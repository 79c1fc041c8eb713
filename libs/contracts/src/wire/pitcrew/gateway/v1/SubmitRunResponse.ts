// Original file: pitcrew/gateway/v1/gateway.proto


export interface SubmitRunResponse {
  'run'?: (string);
}

export interface SubmitRunResponse__Output {
  'run': (string);
}
