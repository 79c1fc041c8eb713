// Original file: pitcrew/executor/v1/executor.proto


export interface ItemValue {
  'resultJson'?: (string);
}

export interface ItemValue__Output {
  'resultJson': (string);
}
