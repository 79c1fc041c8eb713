/**
 * Call: a conversation to its next tool call, or none. The model fills the form of the dialogue specialist field by field,
 * over sets that code has enumerated. Nothing is performed.
 */
import type { executorService } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import type { Handlers } from '@pitcrew/rpc';
import { DIALOGUE_PROMPT_TOKENS_MAX, dialogueForm, dialoguePrompt } from '@pitcrew/specialists';

export type DialogueWriter = {
  readonly writer: Pick<Writer, 'model' | 'write' | 'countTokens'>;
  /** Whether it was trained on dialogues; else it is the bare base. */
  readonly trained: boolean;
};

type Call = Pick<Handlers<(typeof executorService)['methods']>, 'call'>;

/** The writer is asked for at each call: a bare base is opened by the first one. */
export function createCaller(open: () => Promise<DialogueWriter>): Call {
  return {
    call: async ({ tenant, messages, tools }, { signal }) => {
      const { writer, trained } = await open();
      const conversation = { messages, tools };
      const form = dialogueForm(conversation);
      const budget = { tokensMax: DIALOGUE_PROMPT_TOKENS_MAX, count: writer.countTokens };
      const prompt = dialoguePrompt(conversation, budget);
      const { values, usage } = await writer.write({ prompt, tenant, fields: form.next, signal });
      return { next: form.parse(values), trained, usage };
    },
  };
}
