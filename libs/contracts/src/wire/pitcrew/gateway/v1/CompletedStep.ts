// Original file: pitcrew/gateway/v1/gateway.proto


export interface CompletedStep {
  'step'?: (number);
  'tool'?: (string);
  'resultJson'?: (string);
  'latencyMs'?: (number);
}

export interface CompletedStep__Output {
  'step': (number);
  'tool': (string);
  'resultJson': (string);
  'latencyMs': (number);
}
