// Original file: pitcrew/budget/v1/budget.proto

export const Purpose = {
  PURPOSE_UNSPECIFIED: 'PURPOSE_UNSPECIFIED',
  PURPOSE_PLAN: 'PURPOSE_PLAN',
  PURPOSE_RESCUE: 'PURPOSE_RESCUE',
} as const;

export type Purpose =
  | 'PURPOSE_UNSPECIFIED'
  | 0
  | 'PURPOSE_PLAN'
  | 1
  | 'PURPOSE_RESCUE'
  | 2

export type Purpose__Output = typeof Purpose[keyof typeof Purpose]
