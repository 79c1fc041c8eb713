// Original file: pitcrew/run/v1/event.proto

export const Mode = {
  MODE_UNSPECIFIED: 'MODE_UNSPECIFIED',
  MODE_CHAIN: 'MODE_CHAIN',
  MODE_SCRATCHPAD: 'MODE_SCRATCHPAD',
  MODE_AUTO: 'MODE_AUTO',
} as const;

export type Mode =
  | 'MODE_UNSPECIFIED'
  | 0
  | 'MODE_CHAIN'
  | 1
  | 'MODE_SCRATCHPAD'
  | 2
  | 'MODE_AUTO'
  | 3

export type Mode__Output = typeof Mode[keyof typeof Mode]
