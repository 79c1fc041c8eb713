// Original file: pitcrew/plan/v1/plan.proto

export const Repair = {
  REPAIR_UNSPECIFIED: 'REPAIR_UNSPECIFIED',
  REPAIR_REFRESH: 'REPAIR_REFRESH',
  REPAIR_SKIP: 'REPAIR_SKIP',
  REPAIR_ALTERNATIVE: 'REPAIR_ALTERNATIVE',
} as const;

export type Repair =
  | 'REPAIR_UNSPECIFIED'
  | 0
  | 'REPAIR_REFRESH'
  | 1
  | 'REPAIR_SKIP'
  | 2
  | 'REPAIR_ALTERNATIVE'
  | 3

export type Repair__Output = typeof Repair[keyof typeof Repair]
