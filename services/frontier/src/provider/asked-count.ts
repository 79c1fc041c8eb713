/**
 * The count that a provider is asked for before money is reserved, where it offers one and the configuration wants it. What
 * leaves for it goes through the gate like a request for an answer. Whatever goes wrong, there is no count, and the bound of
 * the letter's bytes stands: nothing is refused because it could not be counted.
 */
import { report } from '@pitcrew/rpc';
import type { Audit } from '../audit.ts';
import type { ProviderConfig } from '../config.ts';
import type { Question } from './attempt.ts';
import { callForCount } from './count-call.ts';
import { type Caller, deadlineMsOf, gateOf, type Sealed, sendingOf } from './gate.ts';
import type { InputCount } from './token-count.ts';

type Asking = {
  readonly config: ProviderConfig;
  readonly audit: Audit;
  readonly key: string;
  readonly now: () => number;
};
type Asked = { readonly sealed: Sealed; readonly question: Question; readonly known: ReadonlySet<string> };

/** The caller still has a reservation to make, so the count may not take all of its time. */
export const COUNT_MS_MAX = 2000;

export async function countAsked(
  { config, audit, key, now }: Asking,
  { sealed: { letter, originals }, question, known }: Asked,
  caller: Caller,
): Promise<InputCount | undefined> {
  if (config.provider !== 'anthropic' || !config.asksForCount) return undefined;
  const leftMs = Math.min(COUNT_MS_MAX, config.timeoutMs, deadlineMsOf(caller) - now());
  if (leftMs <= 0) return undefined;
  const of = sendingOf(config, letter, caller, 'count-tokens', 1);
  const gate = gateOf(audit, of, originals, known);
  const signal = AbortSignal.any([caller.signal, AbortSignal.timeout(leftMs)]);
  const call = await callForCount(config, key, question, gate.pass, signal);
  if (gate.refusal() !== undefined) return undefined;
  const status = call.kind === 'counted' ? call.kind : `${call.kind}: ${call.progress.kind}`;
  await audit.ended(of, { status }).catch((error: unknown) => report('frontier', error));
  return call.kind === 'counted' ? { inputTokens: call.inputTokens, tokenCount: 'bound' } : undefined;
}
