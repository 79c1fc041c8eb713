import type { RunState } from '@pitcrew/run';

/** Whose run a specialist is asked about. */
export function caller(state: RunState) {
  if (state.tenant === undefined || state.run === undefined) throw new Error('a run without a request');
  return { tenant: state.tenant, run: state.run };
}
