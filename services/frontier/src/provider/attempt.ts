/**
 * One attempt: the SDK asks the model once, without retries of its own, and what came of it is a value. Messages are ours;
 * nothing that a provider or the SDK wrote gets into one.
 */
import { assertNever, type FrontierUsage, type JsonObject } from '@pitcrew/contracts';
import { generateText, jsonSchema, NoObjectGeneratedError, Output } from 'ai';
import type { ProviderConfig } from '../config.ts';
import type { Letter } from '../letters/letter.ts';
import type { Exchange, Progress } from './exchange.ts';
import { languageModel, PROVIDER_OPTIONS } from './model.ts';

export type Attempt =
  | { readonly kind: 'answered'; readonly answer: unknown; readonly usage: FrontierUsage }
  | { readonly kind: 'malformed'; readonly message: string; readonly usage: FrontierUsage }
  | Failure;

export type Failure = {
  readonly kind: 'failed';
  readonly message: string;
  readonly charged: 'no' | 'unknown';
  /** Surely not charged, and another try may succeed. */
  readonly repeatable: boolean;
  readonly retryAfterMs?: number | undefined;
  /** Whether it speaks against the provider, rather than against us. */
  readonly provider: boolean;
};

export type Question = {
  readonly letter: Letter;
  readonly outputTokensMax: number;
  /** What is taken for the usage where the provider reports none. */
  readonly worstCase: FrontierUsage;
};

/** The SDK would print its warnings. */
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

export async function attempt(
  config: ProviderConfig,
  apiKey: string,
  { letter, outputTokensMax, worstCase }: Question,
  exchange: Exchange,
  abortSignal: AbortSignal,
): Promise<Attempt> {
  try {
    const { output, usage, finishReason } = await generateText({
      model: languageModel(config, apiKey, exchange.fetch),
      instructions: systemText(config, letter),
      prompt: letter.user,
      output: config.structured
        ? Output.object({ schema: jsonSchema<JsonObject>(letter.schema as object), name: 'answer' })
        : Output.json(),
      maxOutputTokens: outputTokensMax,
      maxRetries: 0,
      abortSignal,
      providerOptions: PROVIDER_OPTIONS,
    });
    const used = usageOf(usage, worstCase);
    if (finishReason === 'length') return truncated(used);
    return { kind: 'answered', answer: output, usage: used };
  } catch (error) {
    if (NoObjectGeneratedError.isInstance(error)) {
      const used = usageOf(error.usage, worstCase);
      if (error.finishReason === 'length') return truncated(used);
      return { kind: 'malformed', message: 'the answer is not JSON', usage: used };
    }
    const progress = exchange.progress();
    if (progress.kind === 'answered')
      return { kind: 'malformed', message: 'the answer of the provider cannot be read', usage: worstCase };
    return failure(progress, abortSignal.aborted);
  }
}

/** Where nobody holds the model to the schema, it is told. */
export const systemText = ({ structured }: ProviderConfig, { system, schema }: Letter): string =>
  structured
    ? system
    : `${system}\n\nAnswer with one JSON object of this schema and nothing else:\n${JSON.stringify(schema)}`;

const truncated = (usage: FrontierUsage): Attempt => ({
  kind: 'malformed',
  message: 'the answer was cut at its bound of output tokens',
  usage,
});

type SdkUsage = { readonly inputTokens?: number | undefined; readonly outputTokens?: number | undefined };

const usageOf = (usage: SdkUsage | undefined, worstCase: FrontierUsage): FrontierUsage => ({
  model: worstCase.model,
  inputTokens: usage?.inputTokens ?? worstCase.inputTokens,
  outputTokens: usage?.outputTokens ?? worstCase.outputTokens,
});

/** Overloaded, before anything was begun; 529 is what one provider says instead of 503. */
const NOT_BEGUN = new Set([429, 503, 529]);

function failure(progress: Exclude<Progress, { kind: 'answered' }>, timedOut: boolean): Failure {
  switch (progress.kind) {
    case 'unsent':
      return failed('nothing was sent', 'no', { provider: false });
    case 'unreached':
      return failed('the provider cannot be reached', 'no', { repeatable: true });
    case 'sent':
      return failed(
        timedOut ? 'the provider did not answer in time' : 'the connection was cut before the answer was whole',
        'unknown',
      );
    case 'refused': {
      const { status, retryAfterMs } = progress;
      const message = `the provider answered with status ${status}`;
      if (NOT_BEGUN.has(status)) return failed(message, 'no', { repeatable: true, retryAfterMs });
      return failed(message, status >= 500 || status === 408 ? 'unknown' : 'no');
    }
    default:
      return assertNever(progress);
  }
}

const failed = (message: string, charged: Failure['charged'], more: Partial<Failure> = {}): Failure => ({
  kind: 'failed',
  message,
  charged,
  repeatable: false,
  provider: true,
  ...more,
});
