/** One call of a model as one span, by the conventions for generative AI: counts, times and names, never a prompt or an answer. */
import type { Usage } from '@pitcrew/contracts';
import { attributeNames, genAi, type Span, spanNames, withSpan } from '@pitcrew/telemetry';

export function tracedCall<Answer extends { readonly usage: Usage }>(
  model: string,
  role: string,
  waitedMs: number,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const attributes = {
    [attributeNames.genAiOperation]: genAi.chat,
    [attributeNames.genAiProvider]: genAi.provider,
    [attributeNames.genAiRequestModel]: model,
    [attributeNames.genAiAgent]: role,
    [attributeNames.slotWaitMs]: waitedMs,
  };
  return withSpan(spanNames.chat(model), { attributes }, async (span) => {
    const answer = await call();
    noteUsage(span, answer.usage);
    return answer;
  });
}

function noteUsage(span: Span, usage: Usage): void {
  span.set({
    [attributeNames.genAiInputTokens]: usage.inputTokens,
    [attributeNames.genAiCachedTokens]: usage.cachedTokens,
    [attributeNames.genAiOutputTokens]: usage.outputTokens,
    [attributeNames.prefillMs]: usage.prefillMs,
    [attributeNames.decodeMs]: usage.decodeMs,
  });
}
