/**
 * The context ledger: what a model reads, counted in its own tokens against its window. The fixed part, the current step
 * and the scratchpad are read as they are; results give way to the window, one rendering at a time, until all fits.
 *
 * C1 What is planned never exceeds the window less the reserve.
 * C2 Nothing is cut silently: each result stands in one of its renderings, or is counted in one line of its own kind.
 * C3 A bigger window never condenses more: the order of condensing does not know the window, only how far to go.
 * C4 Where even the most condensed form does not fit, the answer is an overflow with both numbers, and no lines.
 *
 * Only what the model reads becomes shorter. Results stay in the log as they are: references into a condensed one
 * resolve as before, and `expandResult` shows it in full again.
 */
import type { StepId } from '@pitcrew/contracts';
import { COUNTED, condensings, type Levels } from './condensing-order.ts';

export type ContextResult = {
  readonly step: StepId;
  /** The fullest line. */
  readonly full: string;
  /** Shorter and shorter lines that stand for the same result; made only when something has to give way. */
  readonly shorter: () => readonly string[];
  /** Whether an open argument of the current step may refer to it: such a result is condensed after all others. */
  readonly referable: boolean;
  /** Asked for in full: never condensed. */
  readonly expanded?: boolean;
};

export type ContextParts = {
  /** System text and schemas, as they stand in the prompt. */
  readonly fixed: readonly string[];
  /** Request, failures and signature of the current step, as they stand in the prompt. */
  readonly step: readonly string[];
  /** In plan order, the oldest first; each becomes one line. */
  readonly results: readonly ContextResult[];
  /** What the model writes, or has written of it. */
  readonly scratchpad: readonly string[];
};

export type ContextRequest = {
  /** Of the model, in tokens. */
  readonly window: number;
  /** Tokens of the window that stay free. */
  readonly reserve: number;
  readonly countTokens: (text: string) => number;
  readonly parts: ContextParts;
};

/** All but the steps in tokens. */
export type ContextLedger = {
  readonly fixed: number;
  readonly step: number;
  readonly results: number;
  readonly scratchpad: number;
  readonly total: number;
  readonly window: number;
  /** Of the window, beyond total and reserve. */
  readonly left: number;
  /** The steps whose results are not shown in full. */
  readonly summarised: readonly StepId[];
};

/** `needed` is the least that the context takes, its reserve included. */
export type ContextOverflow = { readonly kind: 'overflow'; readonly needed: number; readonly window: number };

export type ContextPlan =
  | {
      readonly kind: 'planned';
      /** Of the results, in plan order; results that are only counted come first, in one line. */
      readonly lines: readonly string[];
      readonly ledger: ContextLedger;
    }
  | ContextOverflow;

export function planContext({ window, reserve, countTokens, parts }: ContextRequest): ContextPlan {
  const count = (texts: readonly string[]) => texts.reduce((sum, text) => sum + countTokens(text), 0);
  const [fixed, step, scratchpad] = [count(parts.fixed), count(parts.step), count(parts.scratchpad)];
  const others = fixed + step + scratchpad;
  let needed = Number.POSITIVE_INFINITY;
  for (const { lines, tokens, summarised } of shorterAndShorter(parts.results, countTokens)) {
    const total = others + tokens;
    const left = window - reserve - total;
    if (left >= 0)
      return {
        kind: 'planned',
        lines,
        ledger: { fixed, step, results: tokens, scratchpad, total, window, left, summarised },
      };
    needed = Math.min(needed, total + reserve);
  }
  return { kind: 'overflow', needed, window };
}

/** The same context with one result in full again; others make room for it, and where they can't it is an overflow. */
export function expandResult(request: ContextRequest, step: StepId): ContextPlan {
  const { parts } = request;
  if (!parts.results.some((result) => result.step === step)) throw new RangeError(`there is no result of ${step}`);
  const results = parts.results.map((result) => (result.step === step ? { ...result, expanded: true } : result));
  return planContext({ ...request, parts: { ...parts, results } });
}

type Shown = { readonly lines: readonly string[]; readonly tokens: number; readonly summarised: readonly StepId[] };
type Rendering = { readonly line: string; readonly tokens: number };

/** Everything in full, then with one result more condensed each time, down to the shortest form there is. */
function* shorterAndShorter(
  results: readonly ContextResult[],
  countTokens: ContextRequest['countTokens'],
): Generator<Shown> {
  const weighed = (line: string): Rendering => ({ line, tokens: countTokens(`${line}\n`) });
  const full = results.map((result) => ({ ...result, renderings: [weighed(result.full)] }));
  const inFull = results.map(() => 0);
  yield shown(full, inFull, weighed);
  const all = full.map((result) => ({
    ...result,
    renderings: onlyShorter([...result.renderings, ...result.shorter().map(weighed)]),
  }));
  const order = all.map(({ renderings, referable, expanded = false }, index) => ({
    shorter: renderings.flatMap((rendering, level) => (level > 0 && rendering !== undefined ? [level] : [])),
    keptLong: referable || index === all.length - 1,
    expanded,
  }));
  for (const levels of condensings(order)) yield shown(all, levels, weighed);
}

type Weighed = ContextResult & { readonly renderings: readonly (Rendering | undefined)[] };

/** A rendering that is no shorter than a fuller one would lose something and gain nothing. */
const onlyShorter = (renderings: readonly Rendering[]): readonly (Rendering | undefined)[] =>
  renderings.map((rendering, level) =>
    renderings.slice(0, level).every(({ tokens }) => rendering.tokens < tokens) ? rendering : undefined,
  );

function shown(results: readonly Weighed[], levels: Levels, weighed: (line: string) => Rendering): Shown {
  const own = results.flatMap(({ renderings }, index) => renderings[levels[index] ?? 0] ?? []);
  const counted = results.filter((_, index) => levels[index] === COUNTED);
  const all = [...countedLine(counted).map(weighed), ...own];
  return {
    lines: all.map(({ line }) => line),
    tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
    summarised: results.filter((_, index) => levels[index] !== 0).map(({ step }) => step),
  };
}

/** `[23 older results: s1 to s30]`: how many there are and between which steps; those in between that are shown speak for themselves. */
function countedLine(counted: readonly ContextResult[]): readonly string[] {
  const [first, last] = [counted[0]?.step, counted.at(-1)?.step];
  if (first === undefined) return [];
  return counted.length === 1
    ? [`[1 older result: ${first}]`]
    : [`[${counted.length} older results: ${first} to ${last}]`];
}
