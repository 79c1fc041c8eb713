import { CallRequest, CONVERSATION_CHARACTERS_MAX, CONVERSATION_TOOLS_MAX, TenantId } from '@pitcrew/contracts';
import type { WriteRequest } from '@pitcrew/model';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createCaller } from './call.ts';

const request: z.infer<typeof CallRequest> = {
  tenant: TenantId.parse('t'),
  messages: [{ kind: 'user', content: 'bring 3 crates to Lyon' }],
  tools: [
    {
      name: 'move',
      description: 'moves crates',
      parameters: {
        type: 'object',
        properties: { to: { type: 'string' }, crates: { type: 'integer' } },
        required: ['to', 'crates'],
      },
    },
  ],
};

/** Answers each field with the option that it likes best, and notes what it was asked. */
function writerThatLikes(...liked: readonly string[]) {
  const asked: string[] = [];
  const write = async ({ fields }: Pick<WriteRequest, 'fields'>) => {
    const next = typeof fields === 'function' ? fields : () => undefined;
    const values: string[] = [];
    for (let field = next(values); field !== undefined; field = next(values)) {
      const { options } = field;
      asked.push(field.forced);
      values.push(liked.find((option) => options.includes(option)) ?? options[0] ?? '');
    }
    const tokens = { inputTokens: 10, cachedTokens: 4, outputTokens: 1, prefillMs: 1, decodeMs: 1 };
    return { values, confidences: values.map(() => 1), usage: { model: 'base+dialogue@1', ...tokens } };
  };
  const writer = { model: 'base+dialogue@1', countTokens: (text: string) => text.length, write };
  return { asked, open: async () => ({ writer, trained: true }) };
}

const call = (open: Parameters<typeof createCaller>[0]) =>
  createCaller(open).call(request, { signal: new AbortController().signal } as Parameters<
    ReturnType<typeof createCaller>['call']
  >[1]);

it.each([
  ['move', true],
  ['move crates', true],
  ['move\ncrates', false],
  ['move\r', false],
  ['', false],
])('takes a tool called %j: %s', (name, taken) => {
  const tools = request.tools.map((tool) => ({ ...tool, name }));
  expect(CallRequest.safeParse({ ...request, tools }).success).toBe(taken);
});

it.each([
  ['as many characters as it reads', CONVERSATION_CHARACTERS_MAX, 1, true],
  ['one character more', CONVERSATION_CHARACTERS_MAX + 1, 1, false],
  ['as many tools as it offers', 1, CONVERSATION_TOOLS_MAX, true],
  ['one tool more', 1, CONVERSATION_TOOLS_MAX + 1, false],
])('of a conversation with %s', (_, characters, count, taken) => {
  const messages = [{ kind: 'user', content: 'x'.repeat(characters) }];
  const tools = Array.from({ length: count }, () => request.tools[0]);
  expect(CallRequest.safeParse({ ...request, messages, tools }).success).toBe(taken);
});

it('reads a long sentence in the time that its length takes', async () => {
  const { open } = writerThatLikes('move', '3');
  const sentence = 'crates '.repeat(CONVERSATION_CHARACTERS_MAX / 8);
  const { call: caller } = createCaller(open);
  const long = { ...request, messages: [{ kind: 'user' as const, content: sentence }] };
  const { next } = await caller(long, { signal: new AbortController().signal } as Parameters<typeof caller>[1]);
  // Every end of the sentence as a text of its own would have taken gigabytes.
  expect(next.kind).not.toBe('none');
}, 60_000);

describe('the next call of a conversation', () => {
  it('is asked for field by field: the tool, then its arguments', async () => {
    const { asked, open } = writerThatLikes('move', 'Lyon', '3');
    const { next, usage, trained } = await call(open);
    expect(next).toMatchObject({ kind: 'called', tool: 'move', arguments: { to: 'Lyon', crates: 3 } });
    expect(asked).toEqual(['call=', 'to=', 'crates=']);
    expect([trained, usage.inputTokens]).toEqual([true, 10]);
  });

  it('is none after one question', async () => {
    const { asked, open } = writerThatLikes('none');
    expect((await call(open)).next).toEqual({ kind: 'none' });
    expect(asked).toHaveLength(1);
  });
});
