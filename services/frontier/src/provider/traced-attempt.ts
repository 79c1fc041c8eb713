/**
 * One attempt as one span and in the metrics: names and figures. Question and answer are on the span only where an operator has asked
 * for content, and then as they went out: redacted.
 */
import {
  attributeNames,
  genAi,
  noteMessages,
  recordModelCall,
  type Span,
  secondsSince,
  spanNames,
  withSpan,
} from '@pitcrew/telemetry';
import type { Sending } from '../audit.ts';
import type { ProviderConfig } from '../config.ts';
import type { Attempt, Question } from './attempt.ts';

export function tracedAttempt(
  { provider, model }: ProviderConfig,
  { tenant, run, attempt: count }: Sending,
  { outputTokensMax, letter }: Question,
  ask: () => Promise<Attempt>,
): Promise<Attempt> {
  const who = {
    [attributeNames.genAiOperation]: genAi.chat,
    [attributeNames.genAiProvider]: provider,
    [attributeNames.genAiRequestModel]: model,
    [attributeNames.genAiAgent]: 'frontier',
  };
  const attributes = {
    ...who,
    [attributeNames.genAiRequestTokensMax]: outputTokensMax,
    [attributeNames.tenant]: tenant,
    [attributeNames.run]: run,
    [attributeNames.attempt]: count,
  };
  return withSpan(spanNames.chat(model), { kind: 'client', attributes }, async (span) => {
    const begun = performance.now();
    const result = await ask();
    recordModelCall({
      who,
      seconds: secondsSince(begun),
      failed: result.kind === 'answered' ? undefined : result.kind,
      usage: result.kind === 'failed' ? undefined : result.usage,
    });
    describe(span, result);
    if (result.kind === 'answered') noteMessages(() => ({ input: letter.user, output: JSON.stringify(result.answer) }));
    return result;
  });
}

function describe(span: Span, result: Attempt): void {
  if (result.kind === 'failed') span.set({ [attributeNames.charged]: result.charged });
  else
    span.set({
      [attributeNames.genAiInputTokens]: result.usage.inputTokens,
      [attributeNames.genAiOutputTokens]: result.usage.outputTokens,
    });
  if (result.kind !== 'answered') span.fail(result.kind, result.message);
}
