/**
 * Where the values of a call stand in the request, for the validator's encoder: it judges whether the right number was taken, and
 * would have to spell to do so. Code compares the digits instead: every number of the request becomes `@1`, `@2`, ... in the order
 * of appearance, the same number always the same name, and a value made of it shows that name (`ALR-@1`). Once the places are
 * marked the names have done their work; the encoder reads the shape of each number (`ALR-0000`), as the other deciders do.
 */
import { condense, oneLine } from './text.ts';

/** A value, as `show` gives it, and the argument that takes it. */
export type Taken = { readonly argument: string; readonly shown: string };

export type Aliased = {
  /** The request with its numbers named. */
  readonly text: string;
  /** A value as it looks beside that text; digits that are not in the request become 0. */
  readonly show: (value: string) => string;
  /** A text with these names, each as the shape of the number that it names. */
  readonly shaped: (text: string) => string;
};

const NUMBER = /\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+(?!\d)|\d+/g;

export function aliased(request: string, charactersMax: number): Aliased {
  const names = new Map<string, string>();
  const shapes = new Map<string, string>();
  const nameOf = (digits: string): string => {
    const name = names.get(normal(digits)) ?? `@${names.size + 1}`;
    names.set(normal(digits), name);
    if (!shapes.has(name)) shapes.set(name, shape(digits));
    return name;
  };
  const text = condense(oneLine(request).replace(NUMBER, nameOf), charactersMax);
  return {
    text,
    show: (value) => value.replace(NUMBER, (digits) => names.get(normal(digits)) ?? shape(digits)),
    shaped: (named) => named.replace(/@\d+/g, (name) => shapes.get(name) ?? name),
  };
}

const normal = (digits: string): string => digits.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
const shape = (digits: string): string => digits.replace(/\d/g, '0');

/**
 * The text with every place of a taken value named: `ship [order_id @1] to [customer Acme]`. An encoder this small reads the
 * words around a mark well, and looks up badly where in a text a value stands that it is told beside it.
 */
export function marked(text: string, taken: readonly Taken[]): string {
  const argumentsOf = new Map<string, string[]>();
  for (const { argument, shown } of taken) {
    const place = shown.match(/@\d+/)?.[0] ?? shown.toLowerCase();
    if (place !== '') argumentsOf.set(place, [...(argumentsOf.get(place) ?? []), argument]);
  }
  // The longer first, so that a name inside another one doesn't break it.
  const places = [...argumentsOf.keys()].sort((a, b) => b.length - a.length).map(escaped);
  if (places.length === 0) return text;
  const whole = new RegExp(`(?<![\\p{L}\\p{N}@])(?:${places.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return text.replace(whole, (found) => `[${(argumentsOf.get(found.toLowerCase()) ?? []).join(' ')} ${found}]`);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
