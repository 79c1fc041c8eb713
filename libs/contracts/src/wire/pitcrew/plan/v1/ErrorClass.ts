// Original file: pitcrew/plan/v1/plan.proto

export const ErrorClass = {
  ERROR_CLASS_UNSPECIFIED: 'ERROR_CLASS_UNSPECIFIED',
  ERROR_CLASS_TRANSIENT: 'ERROR_CLASS_TRANSIENT',
  ERROR_CLASS_INPUT: 'ERROR_CLASS_INPUT',
  ERROR_CLASS_LOGIC: 'ERROR_CLASS_LOGIC',
} as const;

export type ErrorClass =
  | 'ERROR_CLASS_UNSPECIFIED'
  | 0
  | 'ERROR_CLASS_TRANSIENT'
  | 1
  | 'ERROR_CLASS_INPUT'
  | 2
  | 'ERROR_CLASS_LOGIC'
  | 3

export type ErrorClass__Output = typeof ErrorClass[keyof typeof ErrorClass]
