// Original file: pitcrew/gateway/v1/gateway.proto

export const ReviewState = {
  REVIEW_STATE_UNSPECIFIED: 'REVIEW_STATE_UNSPECIFIED',
  REVIEW_STATE_PENDING: 'REVIEW_STATE_PENDING',
  REVIEW_STATE_RESOLVED: 'REVIEW_STATE_RESOLVED',
  REVIEW_STATE_EXPIRED: 'REVIEW_STATE_EXPIRED',
  REVIEW_STATE_VOID: 'REVIEW_STATE_VOID',
} as const;

export type ReviewState =
  | 'REVIEW_STATE_UNSPECIFIED'
  | 0
  | 'REVIEW_STATE_PENDING'
  | 1
  | 'REVIEW_STATE_RESOLVED'
  | 2
  | 'REVIEW_STATE_EXPIRED'
  | 3
  | 'REVIEW_STATE_VOID'
  | 4

export type ReviewState__Output = typeof ReviewState[keyof typeof ReviewState]
