/**
 * The provider behind its rules. Whatever leaves goes through one gate, on each attempt: the body is scanned, then recorded,
 * then sent; if either can't be done, nothing is sent. `prepare` makes the same body and scans it, and sends nothing, unless
 * the provider is to be asked for a count of it: that goes through the gate like anything else.
 */
import { readFile } from 'node:fs/promises';
import type { Digest, TokenCount } from '@pitcrew/contracts';
import type { Audit } from '../audit.ts';
import type { ProviderConfig } from '../config.ts';
import type { Letter } from '../letters/letter.ts';
import { scan, textsIn } from '../redaction/scan.ts';
import { countAsked } from './asked-count.ts';
import { type Attempt, attempt, type Failure, type Question } from './attempt.ts';
import { openExchange } from './exchange.ts';
import {
  type Caller,
  deadlineMsOf,
  digestOfLetter,
  ended,
  gateOf,
  type Payer,
  refusalOf,
  type Sealed,
  sendingOf,
} from './gate.ts';
import { createPatience, PATIENCE, type PatienceOptions } from './patience.ts';
import { countInput, type InputCount } from './token-count.ts';
import { tracedAttempt } from './traced-attempt.ts';

export type Prepared =
  | {
      readonly kind: 'prepared';
      readonly model: string;
      readonly inputTokens: number;
      readonly tokenCount: TokenCount;
      readonly bodyDigest: Digest;
    }
  | { readonly kind: 'unavailable' | 'refused'; readonly message: string };

export type Provider = {
  readonly prepare: (sealed: Sealed, caller: Caller) => Promise<Prepared>;
  readonly ask: (sealed: Sealed, payer: Payer) => Promise<Attempt>;
};

export function createProvider(config: ProviderConfig, audit: Audit, options: PatienceOptions = PATIENCE): Provider {
  const patience = createPatience(options);
  return {
    prepare: async (sealed, caller) => {
      const key = await keyIn(config.keyFile);
      if (key === undefined) return { kind: 'unavailable', message: NO_KEY };
      if (patience.isOpen())
        return { kind: 'unavailable', message: 'Hybrid is off for a moment: the provider fails too often.' };
      const { letter } = sealed;
      const count = await countInput(config, letter);
      const question = questionOf(config, letter, count, 1);
      const known = await knownTexts(config, question);
      const problems = scan(await bodyOf(config, question), sealed.originals, known);
      if (problems.length > 0) return { kind: 'refused', message: refusalOf(problems) };
      const asked = await countAsked({ config, audit, key, now: options.now }, { sealed, question, known }, caller);
      return {
        kind: 'prepared',
        model: config.model,
        ...(asked ?? count),
        bodyDigest: digestOfLetter(config, letter),
      };
    },
    ask: async (sealed, payer) => {
      const key = await keyIn(config.keyFile);
      if (key === undefined) return unsent(NO_KEY);
      // The provider's own count is not asked for again: the worst case is the bound, and no more than is reserved gets settled.
      const count = await countInput(config, sealed.letter);
      const question = questionOf(config, sealed.letter, count, payer.outputTokensMax);
      const known = await knownTexts(config, question);
      const deadlineMs = deadlineMsOf(payer);
      return patience.run(deadlineMs, payer.signal, (attempts) => {
        const of = sendingOf(config, sealed.letter, payer, 'chat', attempts);
        const gate = gateOf(audit, of, sealed.originals, known);
        const leftMs = Math.max(0, Math.min(config.timeoutMs, deadlineMs - options.now()));
        if (leftMs === 0) return Promise.resolve(unsent('Nothing was sent, because the call had no time left.'));
        const signal = AbortSignal.any([payer.signal, AbortSignal.timeout(leftMs)]);
        return tracedAttempt(config, of, question, async () => {
          const exchange = openExchange(gate.pass, options.now);
          const result = await attempt(config, key, question, exchange, signal);
          if (gate.refusal() !== undefined) return unsent(gate.refusal() as string);
          await ended(audit, of, result);
          return result;
        });
      });
    },
  };
}

const NO_KEY =
  'Hybrid is off: the API key file cannot be read or is empty. Mend PITCREW_FRONTIER_KEY_FILE for the frontier service; local runs need none of it.';

/** Read at each call, so that a key may be changed under way; undefined where there is none. */
async function keyIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}

const unsent = (message: string): Failure => ({
  kind: 'failed',
  message,
  charged: 'no',
  repeatable: false,
  provider: false,
});

const questionOf = (
  { model }: ProviderConfig,
  letter: Letter,
  { inputTokens }: InputCount,
  outputTokensMax: number,
): Question => ({ letter, outputTokensMax, worstCase: { model, inputTokens, outputTokens: outputTokensMax } });

/** What would be sent, made by the SDK itself; it stops before the network. */
async function bodyOf(config: ProviderConfig, question: Question): Promise<string> {
  let body = '';
  const exchange = openExchange(async (made) => {
    body = made;
    throw new Error('this body is only looked at');
  });
  await attempt(config, 'unused', question, exchange, new AbortController().signal);
  if (body === '') throw new Error('the SDK made no body');
  return body;
}

/** What would be sent for no task at all gives nothing away, and neither do names that packs declare. */
async function knownTexts(config: ProviderConfig, question: Question): Promise<ReadonlySet<string>> {
  const { letter } = question;
  const empty = await bodyOf(config, { ...question, letter: { ...letter, user: '{}' } });
  return new Set([...letter.known, ...textsIn(empty)]);
}
