/** Made-up outcomes for the tests: a covered request whose run did everything right, changed as each test wants. */
import type { Outcome } from './outcome.ts';

export const outcome = ({ shape, right, ...change }: Partial<Outcome> = {}): Outcome => ({
  line: 1,
  request: 'x',
  failure: undefined,
  shape: { steps: 3, branches: false, fansOut: false, ...shape },
  right: { workflow: true, plan: true, calls: true, outcome: true, stop_reason: true, ...right },
  stopReason: 'completed',
  finished: true,
  latencyMs: 1000,
  stepsBegun: 3,
  sampledTokens: 9,
  ...change,
});

/** A request that is refused, as its case expects. */
export const refused = (change: Partial<Outcome> = {}): Outcome => ({
  ...outcome({ stopReason: 'no_workflow', stepsBegun: 0, sampledTokens: 0, latencyMs: 10 }),
  shape: { steps: 0, branches: false, fansOut: false },
  right: { workflow: true, outcome: true, stop_reason: true },
  ...change,
});
