// Original file: pitcrew/plan/v1/plan.proto


export interface TookEffect {
  'resultJson'?: (string);
}

export interface TookEffect__Output {
  'resultJson': (string);
}
