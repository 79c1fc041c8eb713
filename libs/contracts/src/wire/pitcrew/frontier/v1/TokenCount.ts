// Original file: pitcrew/frontier/v1/frontier.proto

export const TokenCount = {
  TOKEN_COUNT_UNSPECIFIED: 'TOKEN_COUNT_UNSPECIFIED',
  TOKEN_COUNT_EXACT: 'TOKEN_COUNT_EXACT',
  TOKEN_COUNT_BOUND: 'TOKEN_COUNT_BOUND',
} as const;

export type TokenCount =
  | 'TOKEN_COUNT_UNSPECIFIED'
  | 0
  | 'TOKEN_COUNT_EXACT'
  | 1
  | 'TOKEN_COUNT_BOUND'
  | 2

export type TokenCount__Output = typeof TokenCount[keyof typeof TokenCount]
