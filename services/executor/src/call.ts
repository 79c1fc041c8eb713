/**
 * Call: a conversation to its next tool call, or none. The model fills the form of the dialogue specialist, one question
 * after the other; what is forced, the answers before included, is read with the next question. Nothing is performed.
 */
import type { executorService, Usage } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import type { Handlers } from '@pitcrew/rpc';
import { type Conversation, DIALOGUE_PROMPT_TOKENS_MAX, dialoguePrompt, dialogueStep } from '@pitcrew/specialists';

export type DialogueWriter = {
  readonly writer: Pick<Writer, 'model' | 'write' | 'countTokens'>;
  /** Whether it was trained on dialogues; else it is the bare base. */
  readonly trained: boolean;
};

type Call = Pick<Handlers<(typeof executorService)['methods']>, 'call'>;

/** The writer is asked for at each call: a bare base is opened by the first one. */
export function createCaller(open: () => Promise<DialogueWriter>): Call {
  return {
    call: async ({ messages, tools }, { signal }) => {
      const { writer, trained } = await open();
      const { next, usage } = await nextCall(writer, { messages, tools }, signal);
      return { next, trained, usage };
    },
  };
}

async function nextCall(writer: DialogueWriter['writer'], conversation: Conversation, signal: AbortSignal) {
  const budget = { tokensMax: DIALOGUE_PROMPT_TOKENS_MAX, count: writer.countTokens };
  const prompt = dialoguePrompt(conversation, budget);
  let values: readonly string[] = [];
  let usage = nothingUsed(writer.model);
  // Each turn of the loop answers at least one field, and a form has a bounded number of them.
  for (;;) {
    const step = dialogueStep(conversation, values);
    if (step.kind === 'done') return { next: step.next, usage };
    const written = await writer.write({ prompt, fields: step.fields, signal });
    values = written.values;
    usage = sum(usage, written.usage);
  }
}

const nothingUsed = (model: string): Usage => ({
  model,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  prefillMs: 0,
  decodeMs: 0,
});

const sum = (one: Usage, other: Usage): Usage => ({
  model: other.model,
  inputTokens: one.inputTokens + other.inputTokens,
  cachedTokens: one.cachedTokens + other.cachedTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  prefillMs: one.prefillMs + other.prefillMs,
  decodeMs: one.decodeMs + other.decodeMs,
});
