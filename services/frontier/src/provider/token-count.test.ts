/** Counts against published examples of the encodings and of the chat format, and against the tokenisers themselves. */
import fc from 'fast-check';
import { countTokens as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { countTokens as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import type { ProviderConfig } from '../config.ts';
import type { Letter } from '../letters/letter.ts';
import { inputTokensBound, MESSAGE_OVERHEAD_TOKENS } from './token-bound.ts';
import { chatTokens, countInput } from './token-count.ts';
import { isCountable, loadTokeniser, RUN_CHARACTERS_MAX, tokeniserOf } from './tokeniser.ts';

const config = (change: Partial<ProviderConfig>): ProviderConfig => ({
  provider: 'openai',
  model: 'gpt-4o',
  keyFile: '',
  auditDirectory: '',
  structured: true,
  asksForCount: false,
  timeoutMs: 1,
  ...change,
});
const letterOf = (system: string, user: string, schema: Letter['schema'] = { type: 'object' }): Letter => ({
  system,
  user,
  schema,
  known: [],
});

describe('a text', () => {
  it.each<[text: string, o200k: number, cl100k: number]>([
    // As published: OpenAI's cookbook compares encodings by the first three, tutorials of GPT-4o show the fourth.
    ['antidisestablishmentarianism', 6, 6],
    ['2 + 2 = 4', 7, 7],
    ['お誕生日おめでとう', 8, 9],
    ['The quick brown fox jumps over the lazy dog.', 10, 10],
    ['tiktoken is great!', 6, 6],
    ['hello world', 2, 2],
    ['<ID_1>', 4, 4],
    ['', 0, 0],
    // A mark that is written out is text, not a mark.
    ['<|endoftext|>', 7, 7],
  ])('%j has %d and %d tokens', async (text, large, small) => {
    expect((await loadTokeniser('o200k_base'))(text)).toBe(large);
    expect((await loadTokeniser('cl100k_base'))(text)).toBe(small);
  });

  it.each([
    ['gpt-4o', 'o200k_base'],
    ['gpt-4.1-mini', 'o200k_base'],
    ['gpt-5', 'o200k_base'],
    ['o3', 'o200k_base'],
    ['a-model-of-tomorrow', 'o200k_base'],
    ['gpt-4', 'cl100k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['ft:gpt-3.5-turbo:acme', 'cl100k_base'],
  ])('for %s is counted in %s', (model, name) => {
    expect(tokeniserOf(model)).toBe(name);
  });

  it('is countable unless one run of it is so long that counting would hold the service up', () => {
    expect(isCountable('a'.repeat(RUN_CHARACTERS_MAX))).toBe(true);
    expect(isCountable('ab1 '.repeat(100 * RUN_CHARACTERS_MAX))).toBe(true);
    for (const character of ['a', '注', ' ', '!']) {
      expect(isCountable(`x${character.repeat(RUN_CHARACTERS_MAX + 1)}`)).toBe(false);
    }
  });
});

describe('messages', () => {
  it.each([
    ['You are terse.', 'Say hi.', 3 + (3 + 1 + 4) + (3 + 1 + 3)],
    ['', '', 3 + 4 + 4],
  ])('%j and %j: three tokens and a role each, and three for the reply', async (system, user, tokens) => {
    const messages = [
      { role: 'system', text: system },
      { role: 'user', text: user },
    ];
    expect(chatTokens(messages, await loadTokeniser('o200k_base'))).toBe(tokens);
    const developer = messages.map(({ role, text }) => ({ role: role === 'system' ? 'developer' : role, text }));
    expect(chatTokens(developer, await loadTokeniser('o200k_base'))).toBe(tokens);
  });
});

describe('a letter', () => {
  const letter = letterOf('Plan.', '{"request":"refund <ID_1>"}');
  const asked = (change: Partial<ProviderConfig>) => countInput(config(change), letter);

  it('to openai is exact without structured output, the schema being part of the text, and a bound with it', async () => {
    const system = `Plan.\n\nAnswer with one JSON object of this schema and nothing else:\n{"type":"object"}`;
    const exact = 3 + 4 + 4 + o200k(system) + o200k(letter.user);
    expect(await asked({ structured: false })).toEqual({ inputTokens: exact, tokenCount: 'exact' });
    const messages = 3 + 4 + 4 + o200k('Plan.') + o200k(letter.user);
    const schema = Math.ceil(o200k('{"type":"object"}') * 1.1) + 16;
    expect(await asked({})).toEqual({ inputTokens: messages + schema, tokenCount: 'bound' });
  });

  it.each<Partial<ProviderConfig>>([{ provider: 'openai-compatible' }, { provider: 'anthropic' }])(
    'to %j is bounded by its bytes',
    async (change) => {
      const inputTokens = inputTokensBound(['Plan.', letter.user], '{"type":"object"}');
      expect(await asked(change)).toEqual({ inputTokens, tokenCount: 'bound' });
    },
  );

  it('to a gateway whose tokeniser is named is counted, with room for marks that nobody knows', async () => {
    const openAi = await asked({});
    expect(await asked({ provider: 'openai-compatible', tokeniser: 'o200k_base' })).toEqual({
      inputTokens: openAi.inputTokens + 2 * MESSAGE_OVERHEAD_TOKENS,
      tokenCount: 'bound',
    });
  });

  it('that could not be counted in good time is bounded by its bytes', async () => {
    const endless = letterOf('Plan.', '注'.repeat(50_000));
    const inputTokens = inputTokensBound([endless.system, endless.user], '{"type":"object"}');
    expect(await countInput(config({ structured: false }), endless)).toEqual({ inputTokens, tokenCount: 'bound' });
  });

  it('never has fewer tokens than its texts in one', async () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem());
    const tokenisers = fc.constantFrom(['o200k_base', o200k] as const, ['cl100k_base', cl100k] as const);
    const providers = fc.constantFrom('openai', 'openai-compatible');
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(text, text, text),
        tokenisers,
        providers,
        fc.boolean(),
        async ([system, user, title], [tokeniser, count], provider, structured) => {
          const drawn = letterOf(system, user, { type: 'object', title });
          const { inputTokens } = await countInput(config({ provider, tokeniser, structured }), drawn);
          const whole = system + JSON.stringify(drawn.schema) + user;
          expect(inputTokens).toBeGreaterThanOrEqual(count(whole, { disallowedSpecial: new Set() }));
        },
      ),
    );
  });
});
