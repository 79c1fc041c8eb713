/** Where words stand in the sentences of a request. */
export type Place = { readonly at: number; readonly end: number };

export const places = (pattern: RegExp, text: string): readonly Place[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ at: index, end: index + found.length }));

/** Words that put a condition; it is on what stands in the same sentence. */
export const conditionWords = (text: string): readonly Place[] => places(PUTS, text);

const PUTS =
  /\b(?:if|unless|provid(?:ed|ing)|long as|only (?:when|where|for)|when(?:ever)?|should|in case|subject to|on (?:the )?condition|until|except|assuming|whether|while)\b/gi;

/** How far behind the nearest of the places something stands, in the same sentence. */
export function gapBehind(found: readonly Place[], at: number, text: string): number | undefined {
  const gaps = found.filter(({ end }) => end <= at && isOneSentence(text, end, at)).map(({ end }) => at - end);
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}

/** "Mr. Osei" goes on. */
export const isOneSentence = (text: string, one: number, other: number): boolean =>
  !/(?<!\b(?:mr|mrs|ms|dr|st|no|nr|approx))[.!?;]\s/i.test(text.slice(Math.min(one, other), Math.max(one, other)));
