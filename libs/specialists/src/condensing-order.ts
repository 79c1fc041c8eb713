/**
 * In which order results give way to a window. Two groups: first those that the current step has no use for, then the
 * newest one and those that its open arguments may refer to. Within a group the oldest comes first, and all go down one
 * level before any goes down the next, so that a long past fades instead of breaking off. The last level of all is to be
 * counted and no longer shown. The order depends on neither the window nor on how much is gained.
 */

export type Condensable = {
  /** The levels at which it has a shorter line, ascending; 0 is the full one. */
  readonly shorter: readonly number[];
  /** Condensed after all others. */
  readonly keptLong: boolean;
  /** Never condensed. */
  readonly expanded: boolean;
};

/** The level of a result that is only counted. */
export const COUNTED = Number.POSITIVE_INFINITY;

/** For each result its level. */
export type Levels = readonly number[];

/** One array of levels for each condensing, from the first to the last; everything in full is not among them. */
export function* condensings(results: readonly Condensable[]): Generator<Levels> {
  const levels = results.map(() => 0);
  for (const { index, level } of [...movesOf(results, false), ...movesOf(results, true)]) {
    levels[index] = level;
    yield [...levels];
  }
}

type Move = { readonly index: number; readonly level: number };

function movesOf(results: readonly Condensable[], keptLong: boolean): readonly Move[] {
  const group = results.flatMap((result, index) =>
    result.keptLong === keptLong && !result.expanded ? [{ ...result, index }] : [],
  );
  return group
    .flatMap(({ index, shorter }) => [...shorter, COUNTED].map((level) => ({ index, level })))
    .sort((one, other) => (one.level === other.level ? one.index - other.index : one.level - other.level));
}
