/** How a call of a model is measured, whoever serves the model: its duration, and its tokens where an answer came. */
import { metrics } from './metric-names.ts';
import { record } from './metrics.ts';
import { attributeNames } from './names.ts';

export type ModelCall = {
  /** Operation, provider, model and agent. */
  readonly who: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** The class of the failure. */
  readonly failed?: string | undefined;
  readonly usage?: ModelUsage | undefined;
};

/** `decodeMs`: the time for all tokens but the first, where whoever serves the model is this process. */
export type ModelUsage = { readonly inputTokens: number; readonly outputTokens: number; readonly decodeMs?: number };

export function recordModelCall({ who, seconds, failed, usage }: ModelCall): void {
  record(metrics.genAiDuration, seconds, { ...who, [attributeNames.errorType]: failed });
  if (usage === undefined) return;
  for (const [type, tokens] of Object.entries({ input: usage.inputTokens, output: usage.outputTokens }))
    record(metrics.genAiTokens, tokens, { ...who, [attributeNames.genAiTokenType]: type });
  const { decodeMs, outputTokens } = usage;
  if (decodeMs !== undefined && outputTokens > 1)
    record(metrics.genAiTokenTime, decodeMs / 1000 / (outputTokens - 1), who);
}
