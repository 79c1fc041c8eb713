import type { CallRequest } from '@pitcrew/contracts';
import { TenantId } from '@pitcrew/contracts';
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

/** Answers each field with the option that it likes, and notes what it was asked. */
function writerThatLikes(...liked: readonly string[]) {
  const asked: string[] = [];
  const writer = {
    model: 'base+dialogue@1',
    countTokens: (text: string) => text.length,
    write: async ({ fields }: { fields: readonly { forced: string; options: readonly string[] }[] }) => {
      asked.push(fields.map(({ forced, options }) => `${forced}${options.length}`).join(' '));
      const values = fields.map(({ options }) => liked.find((option) => options.includes(option)) ?? options[0] ?? '');
      const usage = {
        model: 'base+dialogue@1',
        inputTokens: 10,
        cachedTokens: 4,
        outputTokens: 1,
        prefillMs: 1,
        decodeMs: 1,
      };
      return { values, confidences: values.map(() => 1), usage };
    },
  };
  return { asked, open: async () => ({ writer, trained: true }) };
}

const call = (open: Parameters<typeof createCaller>[0]) =>
  createCaller(open).call(request, { signal: new AbortController().signal } as Parameters<
    ReturnType<typeof createCaller>['call']
  >[1]);

describe('the next call of a conversation', () => {
  it('is asked for in two questions: the tool, then all its arguments', async () => {
    const { asked, open } = writerThatLikes('move', 'Lyon', '3');
    const { next, usage, trained } = await call(open);
    expect(next).toMatchObject({ kind: 'called', tool: 'move', arguments: { to: 'Lyon', crates: 3 } });
    expect([asked.length, asked[0], trained]).toEqual([2, 'call=2', true]);
    expect(usage).toMatchObject({ inputTokens: 20, cachedTokens: 8, outputTokens: 2 });
  });

  it('is none after one question', async () => {
    const { asked, open } = writerThatLikes('none');
    expect((await call(open)).next).toEqual({ kind: 'none' });
    expect(asked).toHaveLength(1);
  });
});
