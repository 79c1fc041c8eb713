/**
 * How long the answer of the frontier may be: the class that is reserved, and sent as the maximum of the call. Too small a
 * class cuts answers short, too large a one keeps budget from others.
 *
 * The default reads it off earlier answers of the same model and purpose: the smallest class that a share of those fitted
 * into whose requests were nearest in length; a class by configuration while too few are known. An answer that
 * was cut short fitted only into a class above the one that cut it, so a class that is too small corrects itself.
 */
import type { Purpose } from '@pitcrew/contracts';
import type { OutputLength } from './state.ts';

export type AskedPrediction = { readonly model: string; readonly purpose: Purpose; readonly request: string };

/** A trained decider can stand behind the same port. */
export type PredictOutput = (
  asked: AskedPrediction,
  /** Earlier answers of the same model and purpose, oldest first. */
  earlier: readonly OutputLength[],
) => Promise<number>;

export type QuantileOptions = {
  /** Ascending. */
  readonly classes: readonly number[];
  /** While too few answers are known. */
  readonly firstClass: number;
  /** The share of answers that should fit. */
  readonly fittingShare: number;
  /** How many earlier answers are enough, and how many of the nearest are looked at. */
  readonly answersMin: number;
  readonly answersMost: number;
};

export const QUANTILE_DEFAULTS: QuantileOptions = {
  // Four for each doubling: what a class is too large by is on average a tenth.
  classes: [96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536, 1792, 2048],
  firstClass: 2048,
  fittingShare: 0.98,
  answersMin: 40,
  answersMost: 100,
};

export const predictByQuantile =
  (options: QuantileOptions): PredictOutput =>
  async ({ request }, earlier) =>
    classOf(wordsOf(request), earlier, options);

export const wordsOf = (request: string): number => request.match(/\S+/g)?.length ?? 0;

export function classOf(words: number, earlier: readonly OutputLength[], options: QuantileOptions): number {
  if (earlier.length < options.answersMin) return options.firstClass;
  const needed = nearest(words, earlier, options.answersMost)
    .map((one) => neededClass(one, options.classes))
    .sort((one, other) => one - other);
  // Of n answers the next one exceeds the k-th with the chance (n + 1 - k) / (n + 1).
  const rank = Math.min(needed.length, Math.ceil(options.fittingShare * (needed.length + 1)));
  return needed[rank - 1] ?? options.firstClass;
}

/** Those of the requests that were nearest in length, by ratio; the later ones first among equals. */
function nearest(words: number, earlier: readonly OutputLength[], most: number): readonly OutputLength[] {
  const distance = ({ requestWords }: OutputLength) => Math.abs(Math.log((requestWords + 1) / (words + 1)));
  return earlier
    .toReversed()
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, most);
}

function neededClass({ outputTokens, cutShort }: OutputLength, classes: readonly number[]): number {
  const fits = classes.find((size) => (cutShort ? size > outputTokens : size >= outputTokens));
  return fits ?? classes.at(-1) ?? outputTokens;
}
