/**
 * Texts that systems leave where a value is missing or broken: names of nothing in the languages that print them (but not the word "none", which is an answer), an object that
 * was printed instead of a field, the error values of spreadsheets, a page of markup. A field that holds one has no value.
 */
const NAMES_OF_NOTHING = new Set(['', 'null', 'nil', 'undefined', 'nan', 'n/a', 'na', '-', '--', '?', '???']);
const BROKEN = /^(\[object \w+\]|#(ref|n\/a|value|name|null|num|div\/0)[!?]?|<(!doctype|\?xml|html)\b.*)$/is;

export const saysNothing = (text: string): boolean => {
  const bare = text.trim();
  return NAMES_OF_NOTHING.has(bare.toLowerCase()) || BROKEN.test(bare);
};
