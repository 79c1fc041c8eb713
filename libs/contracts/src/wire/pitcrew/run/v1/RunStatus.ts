// Original file: pitcrew/run/v1/event.proto

export const RunStatus = {
  RUN_STATUS_UNSPECIFIED: 'RUN_STATUS_UNSPECIFIED',
  RUN_STATUS_SUCCEEDED: 'RUN_STATUS_SUCCEEDED',
  RUN_STATUS_PARTIAL: 'RUN_STATUS_PARTIAL',
  RUN_STATUS_FAILED: 'RUN_STATUS_FAILED',
  RUN_STATUS_CANCELLED: 'RUN_STATUS_CANCELLED',
} as const;

export type RunStatus =
  | 'RUN_STATUS_UNSPECIFIED'
  | 0
  | 'RUN_STATUS_SUCCEEDED'
  | 1
  | 'RUN_STATUS_PARTIAL'
  | 2
  | 'RUN_STATUS_FAILED'
  | 3
  | 'RUN_STATUS_CANCELLED'
  | 4

export type RunStatus__Output = typeof RunStatus[keyof typeof RunStatus]
