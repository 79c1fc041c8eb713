// Original file: pitcrew/frontier/v1/frontier.proto

export const Charged = {
  CHARGED_UNSPECIFIED: 'CHARGED_UNSPECIFIED',
  CHARGED_NO: 'CHARGED_NO',
  CHARGED_UNKNOWN: 'CHARGED_UNKNOWN',
} as const;

export type Charged =
  | 'CHARGED_UNSPECIFIED'
  | 0
  | 'CHARGED_NO'
  | 1
  | 'CHARGED_UNKNOWN'
  | 2

export type Charged__Output = typeof Charged[keyof typeof Charged]
