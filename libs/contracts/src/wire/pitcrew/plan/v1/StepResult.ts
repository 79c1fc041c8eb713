// Original file: pitcrew/plan/v1/plan.proto


export interface StepResult {
  'step'?: (string);
  'tool'?: (string);
  'resultJson'?: (string);
}

export interface StepResult__Output {
  'step': (string);
  'tool': (string);
  'resultJson': (string);
}
