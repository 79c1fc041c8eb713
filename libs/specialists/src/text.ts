/**
 * A request as the specialists read it. Encoders get one normalised text for every head, so that routing, planning and
 * validation see the same words; generators get the words as they were written, because they copy from them.
 *
 * Digits carry no meaning for a decision, only their presence and shape do, so the encoders' text shows each digit as 0.
 * Long texts are condensed from the middle: what is asked stands at the beginning or at the end of a mail. The exact
 * number of words left out takes their place; nothing is cut silently.
 */

/** About 330 word pieces: a request and a call line fit the encoder's 512 positions together. */
export const DECIDER_REQUEST_CHARACTERS_MAX = 1_200;

/** Four characters a token is what English prose costs in the byte-level vocabularies used here; ids cost more. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 3.6);

export const deciderText = (text: string, charactersMax = DECIDER_REQUEST_CHARACTERS_MAX): string =>
  condense(oneLine(text).replace(/\p{Nd}/gu, '0'), charactersMax);

/** White space of every kind becomes one blank; composed characters stay as the person typed them. */
export const oneLine = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

/**
 * The text itself when it fits, else its first three fifths and its last two, in whole words, with the count of the
 * words between. Longer than `charactersMax` by the length of the notice at most.
 */
export function condense(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const words = text.split(' ');
  const headLength = wordsWithin(words, charactersMax * 0.6);
  const tailLength = wordsWithin(words.slice(headLength).reverse(), charactersMax * 0.4);
  const leftOut = words.length - headLength - tailLength;
  const notice = `[${leftOut} words left out]`;
  return [...words.slice(0, headLength), notice, ...words.slice(words.length - tailLength)].join(' ');
}

function wordsWithin(words: readonly string[], charactersMax: number): number {
  let length = 0;
  const count = words.findIndex((word) => {
    length += word.length + 1;
    return length > charactersMax;
  });
  return count === -1 ? words.length : count;
}

/** A value for a line that a model reads: at most `charactersMax` characters, with a mark where it was cut. */
export const shorten = (text: string, charactersMax: number): string =>
  text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`;
