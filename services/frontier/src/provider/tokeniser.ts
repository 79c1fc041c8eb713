/**
 * The tokenisers that OpenAI publishes, by name. One is loaded when it is first needed, for its table takes some 75 MB; a
 * text is counted as text, also where it spells out a mark such as `<|endoftext|>`.
 */
import { assertNever } from '@pitcrew/contracts';

export const TOKENISERS = ['o200k_base', 'cl100k_base'] as const;
export type TokeniserName = (typeof TOKENISERS)[number];

/** How many tokens a text has. */
export type Tokeniser = (text: string) => number;

export async function loadTokeniser(name: TokeniserName): Promise<Tokeniser> {
  const { countTokens } = await encodingOf(name);
  return (text) => countTokens(text, { disallowedSpecial: new Set() });
}

/** Each is loaded once; a second import is the first. */
function encodingOf(name: TokeniserName) {
  switch (name) {
    case 'o200k_base':
      return import('gpt-tokenizer/encoding/o200k_base');
    case 'cl100k_base':
      return import('gpt-tokenizer/encoding/cl100k_base');
    default:
      return assertNever(name);
  }
}

/** `gpt-4`, `gpt-4-turbo` and `gpt-3.5-turbo`, tuned or not, but not `gpt-4o` or `gpt-4.1`. */
const BEFORE_O200K = /^(?:ft:)?gpt-(?:3\.5|4(?![.\w]))/;

/** The tokeniser of a model of OpenAI; a name that nobody knows is taken for a newer model's. */
export const tokeniserOf = (model: string): TokeniserName => (BEFORE_O200K.test(model) ? 'cl100k_base' : 'o200k_base');

/** The time that a run of one kind of character takes grows with the square of its length; at this one, milliseconds. */
export const RUN_CHARACTERS_MAX = 1000;

/** Whether a text can be counted in a time that grows with its length alone. */
export function isCountable(text: string): boolean {
  for (const [run] of text.matchAll(/[\p{L}\p{M}]+|\s+|[^\s\p{L}\p{N}]+/gu))
    if (run.length > RUN_CHARACTERS_MAX) return false;
  return true;
}
