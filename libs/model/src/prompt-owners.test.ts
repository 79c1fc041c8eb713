import { expect, it } from 'vitest';
import { createPromptOwners } from './prompt-owners.ts';

/** Keeps what it has read, as llama.cpp does. */
function sequence() {
  let cache: number[] = [];
  return {
    compareContextTokens: (tokens: number[]) => {
      const different = tokens.findIndex((token, index) => cache[index] !== token);
      return { firstDifferentIndex: different === -1 ? tokens.length : different };
    },
    clearHistory: async () => {
      cache = [];
    },
    read: (tokens: number[]) => {
      cache = tokens;
    },
    cached: () => cache.length,
  };
}

it('a tenant finds its own prompt again, and another finds nothing of it', async () => {
  const owners = createPromptOwners<number>();
  const slot = sequence();
  await owners.take(slot, 'acme');
  slot.read([1, 2, 3, 4]);
  await owners.take(slot, 'acme');
  expect(slot.cached()).toBe(4);
  await owners.take(slot, 'umbrella');
  expect(slot.cached()).toBe(0);
  slot.read([1, 2]);
  await owners.take(slot, 'acme');
  expect(slot.cached()).toBe(0);
});

it.each([
  ['what it has read before', 'acme', [1, 2, 3, 9], [3, 0, -1]],
  ['nothing of its own', 'umbrella', [1, 2, 3, 9], [-1, 0, 4]],
  ['a first prompt', 'new', [1, 2, 3, 9], [-1, 0, -1]],
])('prefers %s to a fresh slot, and that to the slot of another tenant', async (_, tenant, prompt, scores) => {
  const owners = createPromptOwners<number>();
  const [acmes, fresh, umbrellas] = [sequence(), sequence(), sequence()];
  await owners.take(acmes, 'acme');
  acmes.read([1, 2, 3, 4]);
  await owners.take(umbrellas, 'umbrella');
  umbrellas.read([1, 2, 3, 9]);
  expect([acmes, fresh, umbrellas].map((slot) => owners.score(slot, tenant, prompt))).toEqual(scores);
});
