import { describe, expect, it } from 'vitest';
import { LENGTHS_MAX } from './fold.ts';
import { randomOf } from './ledger.fixture.ts';
import { classOf, predictByQuantile, QUANTILE_DEFAULTS, type QuantileOptions, wordsOf } from './predict-output.ts';
import type { OutputLength } from './state.ts';

const options: QuantileOptions = {
  classes: [100, 200, 400],
  firstClass: 400,
  fittingShare: 0.9,
  answersMin: 10,
  answersMost: 20,
};
const answers = (count: number, outputTokens: number, requestWords = 8, cutShort = false): OutputLength[] =>
  Array.from({ length: count }, () => ({ requestWords, outputTokens, cutShort }));

describe('the class of an answer', () => {
  it.each<[what: string, earlier: readonly OutputLength[], words: number, predicted: number]>([
    ['is the configured one while too few are known', answers(9, 50), 8, 400],
    ['is the smallest that nearly all fitted into', answers(10, 50), 8, 100],
    ['holds its own upper edge', answers(10, 100), 8, 100],
    ['is not moved by one long answer in twenty', [...answers(19, 50), ...answers(1, 350)], 8, 100],
    ['is moved by one in ten', [...answers(18, 50), ...answers(2, 350)], 8, 400],
    ['is above the one that cut answers short', answers(10, 100, 8, true), 8, 200],
    ['is the largest when even that cuts', answers(10, 400, 8, true), 8, 400],
    ['is that of requests of about the same length', [...answers(20, 50, 8), ...answers(20, 350, 100)], 9, 100],
    ['is that of the nearest, however far they are', [...answers(20, 50, 8), ...answers(20, 350, 100)], 900, 400],
    ['follows the later ones of requests of the same length', [...answers(20, 350), ...answers(20, 50)], 8, 100],
  ])('%s', (_, earlier, words, predicted) => expect(classOf(words, earlier, options)).toBe(predicted));

  it('is asked for by the words of the request', async () => {
    expect(wordsOf('  Process order\n#4521 ')).toBe(3);
    expect(wordsOf('')).toBe(0);
    const predict = predictByQuantile(options);
    expect(await predict({ model: 'm', purpose: 'plan', request: 'a b c d e f g h' }, answers(10, 50))).toBe(100);
  });
});

/**
 * A stream of calls as the frontier would see it: an answer grows with the request and varies around that. What the
 * prediction learns from is only what it let through.
 */
function simulate(seed: number, spread: number, calls: number) {
  const random = randomOf(seed);
  const earlier: OutputLength[] = [];
  let cut = 0;
  const ratios: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const words = Math.round(6 + 50 * random() ** 2);
    const whole = Math.max(1, Math.round((60 + 9 * words) * Math.exp(spread * normal(random))));
    const size = classOf(words, earlier.slice(-LENGTHS_MAX), QUANTILE_DEFAULTS);
    const outputTokens = Math.min(whole, size);
    if (whole > size) cut += 1;
    ratios.push(size / outputTokens);
    earlier.push({ requestWords: words, outputTokens, cutShort: outputTokens >= size });
  }
  ratios.sort((one, other) => one - other);
  return { fittingShare: 1 - cut / calls, medianRatio: ratios[Math.floor(calls / 2)] ?? 0 };
}

describe('over a stream of answers whose lengths follow the request', () => {
  it.each([1, 2, 3, 4])('at least 97 % fit, and the median reserves at most twice the actual (seed %d)', (seed) => {
    const { fittingShare, medianRatio } = simulate(seed, 0.25, 3000);
    expect(fittingShare).toBeGreaterThanOrEqual(0.97);
    expect(medianRatio).toBeLessThanOrEqual(2);
  });

  it('that turn out twice as long from one day to the next, the class follows', () => {
    const before = answers(LENGTHS_MAX, 150, 20);
    const size = classOf(20, before, QUANTILE_DEFAULTS);
    expect(size).toBe(160);
    const after = [...before, ...answers(LENGTHS_MAX / 20, size, 20, true)].slice(-LENGTHS_MAX);
    expect(classOf(20, after, QUANTILE_DEFAULTS)).toBe(192);
  });
});

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
