/** The choice among a few tokens by their logits: the best one, or a sample that a seed repeats. */
import { softmax } from './heads.ts';

export type Choice<Token> = {
  readonly token: Token;
  /** Probability of the token among those that were allowed, before temperature. */
  readonly probability: number;
};

export type Choose = <Token>(logits: ReadonlyMap<Token, number>) => Choice<Token>;

/** Temperature 0: the most likely token, the smallest of equals by order of arrival. */
export function chooser(temperature: number, seed: number): Choose {
  const random = randomFrom(seed);
  return (logits) => {
    const entries = [...logits];
    const scores = entries.map(([, logit]) => logit);
    const index =
      temperature > 0 ? sample(softmax(scores.map((score) => score / temperature)), random()) : indexOfMost(scores);
    const entry = entries[index];
    if (entry === undefined) throw new Error('the model was given no token to choose from');
    return { token: entry[0], probability: softmax(scores)[index] ?? 0 };
  };
}

const indexOfMost = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));

function sample(probabilities: readonly number[], point: number): number {
  let passed = 0;
  for (const [index, probability] of probabilities.entries()) {
    passed += probability;
    if (point < passed) return index;
  }
  return probabilities.length - 1;
}

/** Mulberry32: 32 bits of state are plenty for the few dozen samples of one call. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
