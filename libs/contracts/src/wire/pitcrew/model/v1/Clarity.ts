// Original file: pitcrew/model/v1/model.proto

export const Clarity = {
  CLARITY_UNSPECIFIED: 'CLARITY_UNSPECIFIED',
  CLARITY_CLEAR: 'CLARITY_CLEAR',
  CLARITY_AMBIGUOUS: 'CLARITY_AMBIGUOUS',
  CLARITY_INCOMPLETE: 'CLARITY_INCOMPLETE',
} as const;

export type Clarity =
  | 'CLARITY_UNSPECIFIED'
  | 0
  | 'CLARITY_CLEAR'
  | 1
  | 'CLARITY_AMBIGUOUS'
  | 2
  | 'CLARITY_INCOMPLETE'
  | 3

export type Clarity__Output = typeof Clarity[keyof typeof Clarity]
