/**
 * How many input tokens a letter costs, as near as can be told here, without asking anybody.
 *
 * OpenAI describes in its cookbook ("How to count tokens with tiktoken") what its chat models read: each message is its role
 * and its text with three tokens around them, and three more open the reply. That the Responses API and newer models keep to
 * it is an assumption (of gpt-5 a comparison is published in which the API charges one token less). How a schema is put before
 * the model is not published: it is counted as the text that is sent, with a margin, and the sum is a bound.
 *
 * A gateway may serve a known tokeniser's model in marks of its own: the marks then stay a bound, and so does the sum. Where
 * the tokeniser is not known, or could not be done with a text in good time, bytes are the bound.
 */
import { assertNever, type TokenCount } from '@pitcrew/contracts';
import type { ProviderConfig } from '../config.ts';
import type { Letter } from '../letters/letter.ts';
import { systemText } from './attempt.ts';
import { inputTokensBound, MESSAGE_OVERHEAD_TOKENS } from './token-bound.ts';
import { isCountable, loadTokeniser, type Tokeniser, tokeniserOf } from './tokeniser.ts';

export type InputCount = { readonly inputTokens: number; readonly tokenCount: TokenCount };

export async function countInput(config: ProviderConfig, letter: Letter): Promise<InputCount> {
  const { provider, model } = config;
  switch (provider) {
    case 'anthropic':
      return byBytes(letter);
    case 'openai':
      return byTokens(config, letter, await loadTokeniser(config.tokeniser ?? tokeniserOf(model)));
    case 'openai-compatible':
      if (config.tokeniser === undefined) return byBytes(letter);
      return byTokens(config, letter, await loadTokeniser(config.tokeniser));
    default:
      return assertNever(provider);
  }
}

const byBytes = ({ system, user, schema }: Letter): InputCount => ({
  inputTokens: inputTokensBound([system, user], JSON.stringify(schema)),
  tokenCount: 'bound',
});

function byTokens(config: ProviderConfig, letter: Letter, tokeniser: Tokeniser): InputCount {
  const { provider, structured } = config;
  const messages: readonly Message[] = [
    { role: 'system', text: systemText(config, letter) },
    { role: 'user', text: letter.user },
  ];
  const schema = JSON.stringify(letter.schema);
  if (![...messages.map(({ text }) => text), schema].every(isCountable)) return byBytes(letter);
  const isOpenAi = provider === 'openai';
  const marks = isOpenAi ? 0 : messages.length * MESSAGE_OVERHEAD_TOKENS;
  return {
    inputTokens: chatTokens(messages, tokeniser) + marks + (structured ? schemaTokens(schema, tokeniser) : 0),
    tokenCount: isOpenAi && !structured ? 'exact' : 'bound',
  };
}

/** `role`: `system`, which newer models call `developer`, or `user`; a token each. */
export type Message = { readonly role: string; readonly text: string };

const MESSAGE_TOKENS = 3;
const REPLY_TOKENS = 3;

/** What messages are in OpenAI's chat format. */
export const chatTokens = (messages: readonly Message[], tokeniser: Tokeniser): number =>
  messages.reduce((sum, { role, text }) => sum + MESSAGE_TOKENS + tokeniser(role) + tokeniser(text), REPLY_TOKENS);

/** A tenth for another rendering of the same schema, and a few tokens for the words around it. */
const schemaTokens = (schema: string, tokeniser: Tokeniser): number => Math.ceil(tokeniser(schema) * 1.1) + 16;
