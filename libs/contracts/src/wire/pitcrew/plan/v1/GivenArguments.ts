// Original file: pitcrew/plan/v1/plan.proto


export interface GivenArguments {
  'argumentsJson'?: (string);
}

export interface GivenArguments__Output {
  'argumentsJson': (string);
}
