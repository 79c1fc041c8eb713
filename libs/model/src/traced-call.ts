/**
 * One call of a model as one span and in the metrics, by the conventions for generative AI: counts, times and names. What it read
 * and wrote is on the span only where an operator has asked for content.
 */
import type { Usage } from '@pitcrew/contracts';
import {
  attributeNames,
  errorTypeOf,
  genAi,
  type ModelCall,
  noteMessages,
  recordModelCall,
  type Span,
  secondsSince,
  spanNames,
  withSpan,
} from '@pitcrew/telemetry';

export type CalledModel = {
  /** Base, role and digest. */
  readonly model: string;
  readonly role: string;
  readonly waitedMs: number;
};

type Answered = { readonly usage: Usage };

export function tracedCall<Answer extends Answered>(
  { model, role, waitedMs }: CalledModel,
  call: () => Promise<Answer>,
  contentOf: (answer: Answer) => { readonly input: string; readonly output: string },
): Promise<Answer> {
  const who = {
    [attributeNames.genAiOperation]: genAi.chat,
    [attributeNames.genAiProvider]: genAi.provider,
    [attributeNames.genAiRequestModel]: model,
    [attributeNames.genAiAgent]: role,
  };
  const attributes = { ...who, [attributeNames.slotWaitMs]: waitedMs };
  return withSpan(spanNames.chat(model), { attributes }, async (span) => {
    const answer = await measured(who, call);
    noteUsage(span, answer.usage);
    noteMessages(() => contentOf(answer));
    return answer;
  });
}

async function measured<Answer extends Answered>(who: ModelCall['who'], call: () => Promise<Answer>): Promise<Answer> {
  const begun = performance.now();
  try {
    const answer = await call();
    recordModelCall({ who, seconds: secondsSince(begun), usage: answer.usage });
    return answer;
  } catch (error) {
    recordModelCall({ who, seconds: secondsSince(begun), failed: errorTypeOf(error) });
    throw error;
  }
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
