// Original file: pitcrew/run/v1/event.proto

export const OnBudget = {
  ON_BUDGET_UNSPECIFIED: 'ON_BUDGET_UNSPECIFIED',
  ON_BUDGET_SERVE_WITH_DISCLAIMER: 'ON_BUDGET_SERVE_WITH_DISCLAIMER',
  ON_BUDGET_QUEUE: 'ON_BUDGET_QUEUE',
} as const;

export type OnBudget =
  | 'ON_BUDGET_UNSPECIFIED'
  | 0
  | 'ON_BUDGET_SERVE_WITH_DISCLAIMER'
  | 1
  | 'ON_BUDGET_QUEUE'
  | 2

export type OnBudget__Output = typeof OnBudget[keyof typeof OnBudget]
