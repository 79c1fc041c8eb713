// Original file: pitcrew/plan/v1/plan.proto

export const Operator = {
  OPERATOR_UNSPECIFIED: 'OPERATOR_UNSPECIFIED',
  OPERATOR_EQ: 'OPERATOR_EQ',
  OPERATOR_NE: 'OPERATOR_NE',
  OPERATOR_LT: 'OPERATOR_LT',
  OPERATOR_LE: 'OPERATOR_LE',
  OPERATOR_GT: 'OPERATOR_GT',
  OPERATOR_GE: 'OPERATOR_GE',
} as const;

export type Operator =
  | 'OPERATOR_UNSPECIFIED'
  | 0
  | 'OPERATOR_EQ'
  | 1
  | 'OPERATOR_NE'
  | 2
  | 'OPERATOR_LT'
  | 3
  | 'OPERATOR_LE'
  | 4
  | 'OPERATOR_GT'
  | 5
  | 'OPERATOR_GE'
  | 6

export type Operator__Output = typeof Operator[keyof typeof Operator]
