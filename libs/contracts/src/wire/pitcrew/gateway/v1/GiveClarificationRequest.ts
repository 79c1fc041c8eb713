// Original file: pitcrew/gateway/v1/gateway.proto


export interface GiveClarificationRequest {
  'tenant'?: (string);
  'run'?: (string);
  'answer'?: (string);
}

export interface GiveClarificationRequest__Output {
  'tenant': (string);
  'run': (string);
  'answer': (string);
}
