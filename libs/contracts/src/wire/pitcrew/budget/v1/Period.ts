// Original file: pitcrew/budget/v1/budget.proto

export const Period = {
  PERIOD_UNSPECIFIED: 'PERIOD_UNSPECIFIED',
  PERIOD_HOUR: 'PERIOD_HOUR',
  PERIOD_DAY: 'PERIOD_DAY',
  PERIOD_MONTH: 'PERIOD_MONTH',
} as const;

export type Period =
  | 'PERIOD_UNSPECIFIED'
  | 0
  | 'PERIOD_HOUR'
  | 1
  | 'PERIOD_DAY'
  | 2
  | 'PERIOD_MONTH'
  | 3

export type Period__Output = typeof Period[keyof typeof Period]
