/**
 * The small slips of typing, so that copies of a request differ where nobody looks: a dropped full stop, two letters
 * swapped, an apostrophe forgotten. One slip a copy, never in a slot, never in a word that could turn the meaning round.
 */
import type { Random } from './random.ts';
import type { Template } from './slots.ts';

const SWAP_LETTERS_MIN = 6;
const MEANINGFUL = /^(confirm|book|ticket|stock|inventory|without|except|nothing|before|until|only|don|not|cancel)/i;

export function withSlip(template: Template, random: Random): Template {
  const texts = template.parts.flatMap((part, index) => (typeof part === 'string' && part.length > 0 ? [index] : []));
  if (texts.length === 0) return template;
  const chosen = random.pick(texts);
  const slip = random.pick(SLIPS);
  return {
    parts: template.parts.map((part, index) =>
      typeof part === 'string' && index === chosen ? slip(part, random, index === template.parts.length - 1) : part,
    ),
  };
}

type Slip = (text: string, random: Random, last: boolean) => string;

const dropStop: Slip = (text, _random, last) => (last ? text.replace(/[.!]+$/, '') : text);
const dropApostrophe: Slip = (text) => text.replace(/(\p{L})['’](\p{L})/u, '$1$2');
const lowerStart: Slip = (text) => text.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
const swapLetters: Slip = (text, random) => {
  const words = [...text.matchAll(/\p{Ll}+/gu)].filter(
    ([word]) => word.length >= SWAP_LETTERS_MIN && !MEANINGFUL.test(word),
  );
  if (words.length === 0) return text;
  const { 0: word, index } = random.pick(words);
  const at = index + random.integer(1, word.length - 3);
  return `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
};

const SLIPS: readonly Slip[] = [dropStop, dropApostrophe, lowerStart, swapLetters, swapLetters];
