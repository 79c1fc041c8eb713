/**
 * Ctrl-C, a termination or a closed terminal stops the crew in order and then ends this process: with the exit code that
 * was set before, else with that of the signal. Ending by exit, not by the signal, takes along what is still starting.
 */
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Returns how to stop listening. A second signal ends the process at once. */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  let signalled = false;
  const onSignal = (signal: NodeJS.Signals) => {
    const exitCode = process.exitCode ?? 128 + constants.signals[signal];
    if (signalled) process.exit(exitCode);
    signalled = true;
    void stop().finally(() => process.exit(exitCode));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
