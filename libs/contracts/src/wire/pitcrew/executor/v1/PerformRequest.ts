// Original file: pitcrew/executor/v1/executor.proto


export interface PerformRequest {
  'tenant'?: (string);
  'run'?: (string);
  'step'?: (string);
  'tool'?: (string);
  'argumentsJson'?: (string);
  'idempotencyKey'?: (string);
  'timeoutMs'?: (number);
  '_timeoutMs'?: "timeoutMs";
}

export interface PerformRequest__Output {
  'tenant': (string);
  'run': (string);
  'step': (string);
  'tool': (string);
  'argumentsJson': (string);
  'idempotencyKey': (string);
  'timeoutMs'?: (number);
  '_timeoutMs'?: "timeoutMs";
}
