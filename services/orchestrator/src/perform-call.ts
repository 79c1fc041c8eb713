/**
 * Has the executor perform a call, and says what is known when it does not answer (R3). A tool whose calls may be repeated
 * waits out an outage of the executor under the same key. For any other tool an answer that never came is an unknown outcome.
 */
import type { Outcome } from '@pitcrew/contracts';
import { isRpcError } from '@pitcrew/rpc';
import { isOurOutage, patiently } from './patiently.ts';

type Performed = { readonly outcome: Outcome; readonly latencyMs: number };

export async function performCall(
  call: () => Promise<Performed>,
  repeatable: boolean,
  signal: AbortSignal,
): Promise<Performed> {
  const startedAt = performance.now();
  const isWait = (error: unknown): boolean => isOurOutage(error) && (repeatable || surelyNotExecuted(error));
  try {
    return await patiently(call, signal, isWait);
  } catch (error) {
    if (signal.aborted || !isRpcError(error)) throw error;
    const message = `the executor did not answer: ${error.message}`;
    const executed = surelyNotExecuted(error) ? 'no' : 'unknown';
    const outcome: Outcome = { kind: 'failed', errorClass: 'transient', executed, message };
    return { outcome, latencyMs: performance.now() - startedAt };
  }
}

const surelyNotExecuted = (error: unknown): boolean =>
  isRpcError(error) && (error.code === 'RESOURCE_EXHAUSTED' || error.code === 'UNAUTHENTICATED' || error.neverSent);
