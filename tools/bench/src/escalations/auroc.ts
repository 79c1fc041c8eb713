/** How well a score tells two kinds apart: the probability that one of the wanted kind has the higher score, ties counting half. */
export type Scored = { readonly score: number; readonly wanted: boolean };

/** By ranks (Mann and Whitney): 0.5 is chance, 1 is perfect. NaN when one of the kinds is missing. */
export function auroc(scored: readonly Scored[]): number {
  const ranked = [...scored].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < ranked.length; ) {
    let end = start;
    while (end < ranked.length && ranked[end]?.score === ranked[start]?.score) end += 1;
    const rank = (start + 1 + end) / 2;
    rankSum += rank * ranked.slice(start, end).filter(({ wanted }) => wanted).length;
    start = end;
  }
  const wanted = scored.filter((each) => each.wanted).length;
  const others = scored.length - wanted;
  return (rankSum - (wanted * (wanted + 1)) / 2) / (wanted * others);
}
