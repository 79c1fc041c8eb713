/**
 * The provider behind its rules. Whatever leaves goes through one gate, on each attempt: the body is scanned, then recorded,
 * then sent; if either can't be done, nothing is sent. `prepare` makes the same body and scans it, and sends nothing.
 */
import { readFile } from 'node:fs/promises';
import { type Digest, digestOf, type FrontierUsage, type RunId, type TenantId } from '@pitcrew/contracts';
import { report } from '@pitcrew/rpc';
import { attributeNames, genAi, type Span, spanNames, withSpan } from '@pitcrew/telemetry';
import type { Audit, Sending } from '../audit.ts';
import type { ProviderConfig } from '../config.ts';
import type { Letter } from '../letters/letter.ts';
import { scan, textsIn } from '../redaction/scan.ts';
import { type Attempt, attempt, type Failure, type Question } from './attempt.ts';
import { openExchange } from './exchange.ts';
import { createPatience, PATIENCE, type PatienceOptions } from './patience.ts';
import { inputTokensBound } from './token-bound.ts';

/** A letter with the values that must not be in it. */
export type Sealed = { readonly letter: Letter; readonly originals: readonly string[] };

export type Caller = {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly spend: string;
  readonly outputTokensMax: number;
  readonly deadline: Date | undefined;
  readonly signal: AbortSignal;
};

export type Prepared =
  | {
      readonly kind: 'prepared';
      readonly model: string;
      readonly inputTokens: number;
      readonly tokenCount: 'bound';
      readonly bodyDigest: Digest;
    }
  | { readonly kind: 'unavailable' | 'refused'; readonly message: string };

export type Provider = {
  readonly prepare: (sealed: Sealed) => Promise<Prepared>;
  readonly ask: (sealed: Sealed, caller: Caller) => Promise<Attempt>;
};

/** An answer is given this long before the caller's deadline, so that a timeout still says what it may have cost. */
const DEADLINE_MARGIN_MS = 250;
const REFUSED = 'The request cannot leave: after redaction, ';

export function createProvider(config: ProviderConfig, audit: Audit, options: PatienceOptions = PATIENCE): Provider {
  const patience = createPatience(options);
  return {
    prepare: async (sealed) => {
      const key = await keyIn(config.keyFile);
      if (key === undefined) return { kind: 'unavailable', message: NO_KEY };
      if (patience.isOpen())
        return { kind: 'unavailable', message: 'Hybrid is off for a moment: the provider fails too often.' };
      const { letter } = sealed;
      const question = questionOf(config, letter, 1);
      const problems = scan(await bodyOf(config, question), sealed.originals, await knownTexts(config, question));
      if (problems.length > 0) return { kind: 'refused', message: `${REFUSED}${problems.join('; ')}.` };
      const { inputTokens } = question.worstCase;
      return {
        kind: 'prepared',
        model: config.model,
        inputTokens,
        tokenCount: 'bound',
        bodyDigest: digestOfLetter(config, letter),
      };
    },
    ask: async (sealed, caller) => {
      const key = await keyIn(config.keyFile);
      if (key === undefined) return unsent(NO_KEY);
      const question = questionOf(config, sealed.letter, caller.outputTokensMax);
      const known = await knownTexts(config, question);
      const deadlineMs = (caller.deadline?.getTime() ?? Number.POSITIVE_INFINITY) - DEADLINE_MARGIN_MS;
      return patience.run(deadlineMs, caller.signal, (count) => {
        const of = { ...sendingOf(config, sealed.letter, caller), attempt: count };
        const gate = gateOf(audit, of, sealed.originals, known);
        const leftMs = Math.max(0, Math.min(config.timeoutMs, deadlineMs - options.now()));
        if (leftMs === 0) return Promise.resolve(unsent('Nothing was sent, because the call had no time left.'));
        const signal = AbortSignal.any([caller.signal, AbortSignal.timeout(leftMs)]);
        return traced(config, of, question, async () => {
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

function questionOf({ model }: ProviderConfig, letter: Letter, outputTokensMax: number): Question {
  const inputTokens = inputTokensBound([letter.system, letter.user], JSON.stringify(letter.schema));
  const worstCase: FrontierUsage = { model, inputTokens, outputTokens: outputTokensMax };
  return { letter, outputTokensMax, worstCase };
}

const digestOfLetter = ({ provider, model }: ProviderConfig, { system, user, schema }: Letter): Digest =>
  digestOf({ provider, model, system, user, schema });

const sendingOf = (
  config: ProviderConfig,
  letter: Letter,
  { tenant, run, spend }: Caller,
): Omit<Sending, 'attempt'> => ({
  tenant,
  run,
  spend,
  provider: config.provider,
  model: config.model,
  bodyDigest: digestOfLetter(config, letter),
});

/** Through which every body passes on its way out. */
function gateOf(audit: Audit, of: Sending, originals: readonly string[], known: ReadonlySet<string>) {
  let refusal: string | undefined;
  const pass = async (body: string): Promise<void> => {
    const problems = scan(body, originals, known);
    if (problems.length > 0) refusal = `${REFUSED}${problems.join('; ')}.`;
    else
      await audit.sending(of, body).catch((error: unknown) => {
        report('frontier', error);
        refusal = 'Nothing was sent, because the audit record cannot be written.';
      });
    if (refusal !== undefined) throw new Error(refusal);
  };
  return { pass, refusal: () => refusal };
}

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

/** The call is over, and what it cost is known: a record that can't be closed does not undo it. */
async function ended(audit: Audit, of: Sending, result: Attempt): Promise<void> {
  const status = result.kind === 'answered' ? result.kind : `${result.kind}: ${result.message}`;
  const usage = result.kind === 'failed' ? undefined : result.usage;
  await audit.ended(of, { status, usage }).catch((error: unknown) => report('frontier', error));
}

/** Names and figures only: neither question nor answer is in a span. */
function traced(
  { provider, model }: ProviderConfig,
  { tenant, run, attempt: count }: Sending,
  { outputTokensMax }: Question,
  ask: () => Promise<Attempt>,
): Promise<Attempt> {
  const attributes = {
    [attributeNames.genAiOperation]: genAi.chat,
    [attributeNames.genAiProvider]: provider,
    [attributeNames.genAiRequestModel]: model,
    [attributeNames.genAiRequestTokensMax]: outputTokensMax,
    [attributeNames.genAiAgent]: 'frontier',
    [attributeNames.tenant]: tenant,
    [attributeNames.run]: run,
    [attributeNames.attempt]: count,
  };
  return withSpan(spanNames.chat(model), { kind: 'client', attributes }, async (span: Span) => {
    const result = await ask();
    if (result.kind === 'failed') span.set({ [attributeNames.charged]: result.charged });
    else
      span.set({
        [attributeNames.genAiInputTokens]: result.usage.inputTokens,
        [attributeNames.genAiOutputTokens]: result.usage.outputTokens,
      });
    if (result.kind !== 'answered') span.fail(result.kind, result.message);
    return result;
  });
}
