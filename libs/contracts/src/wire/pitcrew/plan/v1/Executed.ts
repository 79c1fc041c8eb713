// Original file: pitcrew/plan/v1/plan.proto

export const Executed = {
  EXECUTED_UNSPECIFIED: 'EXECUTED_UNSPECIFIED',
  EXECUTED_NO: 'EXECUTED_NO',
  EXECUTED_UNKNOWN: 'EXECUTED_UNKNOWN',
} as const;

export type Executed =
  | 'EXECUTED_UNSPECIFIED'
  | 0
  | 'EXECUTED_NO'
  | 1
  | 'EXECUTED_UNKNOWN'
  | 2

export type Executed__Output = typeof Executed[keyof typeof Executed]
