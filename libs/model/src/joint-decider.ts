/**
 * A role whose decisions two encoders share: trained alike but for the seed, they are wrong about different requests, and the
 * mean of their probabilities is right more often than either. The second is a specialist of the manifest named
 * `<role>-second`; without one the role's encoder decides alone.
 */
import type { Usage } from '@pitcrew/contracts';
import { type Decider, type DeciderOptions, openEncoder } from './decider.ts';
import type { Answer } from './heads.ts';
import type { Manifest } from './manifest.ts';

export const secondOf = (role: string): string => `${role}-second`;

export async function openDecider(manifest: Manifest, role: string, options: DeciderOptions = {}): Promise<Decider> {
  const first = await openEncoder(manifest, role, options);
  if (manifest.specialists[secondOf(role)] === undefined) return first;
  try {
    return jointly(first, await openEncoder(manifest, secondOf(role), options));
  } catch (error) {
    await first.close();
    throw error;
  }
}

/** Both read the text at the same time. Throws when the two were not asked the same questions in training. */
export function jointly(first: Decider, second: Decider): Decider {
  const [one, other] = [first, second].map(({ labels }) => questionsOf(labels));
  if (one !== other)
    throw new Error(`${first.model} and ${second.model} answer different questions; train both on the same rows`);
  return {
    model: `${first.model}+${second.model}`,
    labels: first.labels,
    countTokens: first.countTokens,
    decide: async (text, options) => {
      const [a, b] = await Promise.all([first.decide(text, options), second.decide(text, options)]);
      const heads = Object.entries(a.heads).map(([name, answer]) => [name, meanOf(answer, b.heads[name] as Answer)]);
      return { heads: Object.fromEntries(heads), usage: together(a.usage, b.usage) };
    },
    close: async () => {
      await Promise.all([first.close(), second.close()]);
    },
  };
}

const questionsOf = (labels: Decider['labels']): string =>
  JSON.stringify(
    Object.entries(labels)
      .map(([name, each]) => [name, each.toSorted()] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The mean of the probabilities; the first label of the likeliest wins, as with one encoder. */
function meanOf(one: Answer, other: Answer): Answer {
  const probabilities = Object.fromEntries(
    Object.entries(one.probabilities).map(([label, each]) => [label, (each + (other.probabilities[label] ?? 0)) / 2]),
  );
  const [[label, confidence]] = Object.entries(probabilities).toSorted(([, a], [, b]) => b - a) as [[string, number]];
  return { label, confidence, probabilities };
}

/** What both cost; as they work side by side, the time is that of the slower. */
const together = (one: Usage, other: Usage): Usage => ({
  model: `${one.model}+${other.model}`,
  inputTokens: one.inputTokens + other.inputTokens,
  cachedTokens: one.cachedTokens + other.cachedTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  prefillMs: Math.max(one.prefillMs, other.prefillMs),
  decodeMs: Math.max(one.decodeMs, other.decodeMs),
});
