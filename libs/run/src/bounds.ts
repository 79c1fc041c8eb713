/** R5: every run ends. Each bound is tested at its edge, and the stop reason of a run names the one that was hit. */

import { type Limits, STEP_TIMEOUT_MS } from '@pitcrew/contracts';

/** Plan nodes begun, replans included; a `for_each` counts once. */
export const MAX_STEPS = 8;
/** Failed calls and refused proposals of a run; a transient failure that a retry mended is not an error. */
export const MAX_ERRORS = 3;
/** Retries after transient failures, under the same key, for each call of a step; a mended call has what is left of them. */
export const TRANSIENT_RETRIES_MAX = 2;
/** Revisions of a run's plan after an impossible state. */
export const MAX_REPLANS = 2;
/** Questions to people about failed steps of a run. */
export const MAX_REVIEWS = 8;
/** Steps of a run that the frontier re-runs. */
export const MAX_RESCUES = 2;
/** Elements of a `for_each` list. */
export const FOR_EACH_ITEMS_MAX = 32;
/** How often a probe is asked about one performance whose outcome is unknown. */
export const PROBES_MAX = 3;
/** Proposals in a row that repeat arguments already known to fail. */
export const REPEATED_PROPOSALS_MAX = 2;

/** A workflow may set less, never more. */
export const usualLimits: Limits = { maxSteps: MAX_STEPS, maxErrors: MAX_ERRORS, stepTimeoutMs: STEP_TIMEOUT_MS };

export const boundedLimits = (limits: Limits = usualLimits): Limits => ({
  maxSteps: Math.min(limits.maxSteps, usualLimits.maxSteps),
  maxErrors: Math.min(limits.maxErrors, usualLimits.maxErrors),
  stepTimeoutMs: Math.min(limits.stepTimeoutMs, usualLimits.stepTimeoutMs),
});

const BACKOFF_FIRST_MS = 200;

/** Wait before the nth performance of a call (n = 1 is the first and waits for nothing); doubles each time. */
export const backoffMs = (performance: number): number =>
  performance <= 1 ? 0 : BACKOFF_FIRST_MS * 2 ** (performance - 2);
