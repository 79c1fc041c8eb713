// Original file: pitcrew/budget/v1/budget.proto


export interface OneTenant {
  'tenant'?: (string);
}

export interface OneTenant__Output {
  'tenant': (string);
}
