/**
 * Entities under short names, for the validator's encoder: it judges whether the right number was taken, and would have
 * to spell to do so. Code compares the digits instead: every number of the request becomes `@1`, `@2`, ... in the order
 * of appearance, the same number always the same name, and a value made of it shows that name (`ALR-@1`).
 */
import { condense, oneLine } from './text.ts';

export type Aliased = {
  /** The request with its numbers named. */
  readonly text: string;
  /** A value as it looks beside that text; digits that are not in the request become 0. */
  readonly show: (value: string) => string;
};

const NUMBER = /\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+(?!\d)|\d+/g;

export function aliased(request: string, charactersMax: number): Aliased {
  const names = new Map<string, string>();
  const nameOf = (digits: string): string => {
    const key = normal(digits);
    const name = names.get(key) ?? `@${names.size + 1}`;
    names.set(key, name);
    return name;
  };
  const text = condense(oneLine(request).replace(NUMBER, nameOf), charactersMax);
  return { text, show: (value) => value.replace(NUMBER, (digits) => names.get(normal(digits)) ?? shape(digits)) };
}

const normal = (digits: string): string => digits.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
const shape = (digits: string): string => digits.replace(/\d/g, '0');
