// Original file: pitcrew/gateway/v1/gateway.proto

export const RunPhase = {
  RUN_PHASE_UNSPECIFIED: 'RUN_PHASE_UNSPECIFIED',
  RUN_PHASE_QUEUED: 'RUN_PHASE_QUEUED',
  RUN_PHASE_RUNNING: 'RUN_PHASE_RUNNING',
  RUN_PHASE_WAITING: 'RUN_PHASE_WAITING',
  RUN_PHASE_FINISHED: 'RUN_PHASE_FINISHED',
} as const;

export type RunPhase =
  | 'RUN_PHASE_UNSPECIFIED'
  | 0
  | 'RUN_PHASE_QUEUED'
  | 1
  | 'RUN_PHASE_RUNNING'
  | 2
  | 'RUN_PHASE_WAITING'
  | 3
  | 'RUN_PHASE_FINISHED'
  | 4

export type RunPhase__Output = typeof RunPhase[keyof typeof RunPhase]
