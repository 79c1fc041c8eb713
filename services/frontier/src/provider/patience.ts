/**
 * Repeats what was surely not charged, with jittered exponential pauses and the provider's own Retry-After, for as long as
 * the call's deadline allows; and stops asking a provider that fails again and again, until a while has passed.
 */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhenResult,
  type IBackoff,
  retry,
} from 'cockatiel';
import type { Attempt, Failure } from './attempt.ts';

export type PatienceOptions = {
  /** In all, the first included. */
  readonly attemptsMax: number;
  readonly pauseMs: { readonly first: number; readonly max: number };
  /** Failures in a row that open the breaker, and for how long. */
  readonly breaker: { readonly failures: number; readonly openMs: number };
  readonly now: () => number;
};

export const PATIENCE: PatienceOptions = {
  attemptsMax: 4,
  pauseMs: { first: 250, max: 4000 },
  breaker: { failures: 5, openMs: 30_000 },
  now: Date.now,
};

export type Patience = {
  /** `ask` is told the number of the attempt, from 1. */
  readonly run: (
    deadlineMs: number,
    signal: AbortSignal,
    ask: (attempt: number) => Promise<Attempt>,
  ) => Promise<Attempt>;
  /** Whether a call would be turned away now. */
  readonly isOpen: () => boolean;
};

export function createPatience({
  attemptsMax,
  pauseMs,
  breaker: { failures, openMs },
  now,
}: PatienceOptions): Patience {
  const breaker = circuitBreaker(handleWhenResult(isProvidersFault), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failures),
  });
  let openedAtMs = 0;
  breaker.onBreak(() => {
    openedAtMs = now();
  });
  return {
    isOpen: () => breaker.state === CircuitState.Open && now() < openedAtMs + openMs,
    run: async (deadlineMs, signal, ask) => {
      const mayRepeat = (result: unknown): boolean =>
        isFailure(result) && result.repeatable && now() + (result.retryAfterMs ?? 0) + pauseMs.max < deadlineMs;
      const repeated = retry(handleWhenResult(mayRepeat), { maxAttempts: attemptsMax - 1, backoff: pauses(pauseMs) });
      let count = 0;
      try {
        return await repeated.execute(() => {
          count += 1;
          return breaker.execute(() => ask(count));
        }, signal);
      } catch (error) {
        if (error instanceof BrokenCircuitError) return TURNED_AWAY;
        throw error;
      }
    },
  };
}

const TURNED_AWAY: Failure = {
  kind: 'failed',
  message: 'the provider fails too often; it is not asked for a while',
  charged: 'no',
  repeatable: false,
  provider: false,
};

const isFailure = (result: unknown): result is Failure => (result as Attempt).kind === 'failed';
const isProvidersFault = (result: unknown): boolean => isFailure(result) && result.provider;

/** What the provider asks for, and on top of it a pause of our own, so that callers do not come back all at once. */
const pauses = ({ first, max }: PatienceOptions['pauseMs']) =>
  new DelegateBackoff<{ result: unknown }, IBackoff<unknown>>((context, last) => {
    const pause =
      last === undefined ? new ExponentialBackoff({ initialDelay: first, maxDelay: max }).next() : last.next(undefined);
    const { value } = context.result as { value?: Failure };
    return { delay: (value?.retryAfterMs ?? 0) + pause.duration, state: pause };
  });
