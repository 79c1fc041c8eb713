// Original file: pitcrew/executor/v1/executor.proto


export interface PerformRequest {
  'tenant'?: (string);
  'run'?: (string);
  'step'?: (string);
  'tool'?: (string);
  'argumentsJson'?: (string);
  'idempotencyKey'?: (string);
}

export interface PerformRequest__Output {
  'tenant': (string);
  'run': (string);
  'step': (string);
  'tool': (string);
  'argumentsJson': (string);
  'idempotencyKey': (string);
}
