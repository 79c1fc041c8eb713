/** R5: every run ends. Each bound is tested at its edge, and the stop reason of a run names the one that was hit. */

/** Plan nodes begun, replans included; a `for_each` counts once. */
export const MAX_STEPS = 8;
/** Failed calls and refused proposals of a run; a transient failure that a retry mended is not an error. */
export const MAX_ERRORS = 3;
/** Retries of the same call under the same key after transient failures, for each step. */
export const TRANSIENT_RETRIES_MAX = 2;
/** Revisions of a run's plan after an impossible state. */
export const MAX_REPLANS = 2;
/** Questions to people about failed steps of a run. */
export const MAX_REVIEWS = 8;
/** Elements of a `for_each` list. */
export const FOR_EACH_ITEMS_MAX = 32;
/** Proposals in a row that repeat arguments already known to fail. */
export const REPEATED_PROPOSALS_MAX = 2;

const BACKOFF_FIRST_MS = 200;

/** Wait before the nth performance of a call (n = 1 is the first and waits for nothing); doubles each time. */
export const backoffMs = (performance: number): number =>
  performance <= 1 ? 0 : BACKOFF_FIRST_MS * 2 ** (performance - 2);
