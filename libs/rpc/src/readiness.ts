/**
 * Keeps the answer to readiness probes in step with what the service needs, such as its connection to the bus. Calls that come even so
 * are answered with UNAVAILABLE and when to come back; but a replica that alone is cut off must not be sent any.
 */
const ASK_EVERY_MS = 1_000;
/** Reconnecting to another server takes less; a replica that left for every hiccup would leave with all others at once. */
export const NOT_READY_AFTER_MS = 5_000;

/** Returns how to stop. */
export function followReadiness(isReady: () => boolean, setServing: (serving: boolean) => void): () => void {
  let wasReadyAt = performance.now();
  let serving = true;
  const timer = setInterval(() => {
    const now = performance.now();
    if (isReady()) wasReadyAt = now;
    const wanted = now - wasReadyAt < NOT_READY_AFTER_MS;
    if (wanted !== serving) setServing(wanted);
    serving = wanted;
  }, ASK_EVERY_MS).unref();
  return () => clearInterval(timer);
}
