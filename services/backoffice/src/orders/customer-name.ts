/**
 * When two spellings mean the same customer: case, accents, hyphens, spaces, underscores, punctuation and legal suffixes
 * do not count, so `acme-corp`, `Acme Corp.` and `ACME Corporation` are one.
 */
const LEGAL_SUFFIXES = new Set(
  'ab ag as bv co company corp corporation gmbh inc incorporated kg kk limited llc ltd nv oy plc pty sa sarl spa srl'.split(
    ' ',
  ),
);

/** Two names are the same customer when their keys are equal. */
export function customerKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const last = words.findLastIndex((word) => !LEGAL_SUFFIXES.has(word));
  return (last < 0 ? words : words.slice(0, last + 1)).join('');
}
