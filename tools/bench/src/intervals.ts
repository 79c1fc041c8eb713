/** How long at least one of some intervals was open, inside a window. Overlaps count once. */
export type Interval = { readonly startMs: number; readonly endMs: number };

export const lengthOf = ({ startMs, endMs }: Interval): number => Math.max(0, endMs - startMs);

export function coveredMs(intervals: readonly Interval[], window: Interval): number {
  const inside = intervals
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, window.startMs),
      endMs: Math.min(endMs, window.endMs),
    }))
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((one, other) => one.startMs - other.startMs);
  let covered = 0;
  let reachedMs = window.startMs;
  for (const { startMs, endMs } of inside) {
    covered += Math.max(0, endMs - Math.max(startMs, reachedMs));
    reachedMs = Math.max(reachedMs, endMs);
  }
  return covered;
}
