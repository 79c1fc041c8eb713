// Original file: pitcrew/plan/v1/plan.proto


export interface ItemValue {
  'resultJson'?: (string);
}

export interface ItemValue__Output {
  'resultJson': (string);
}
