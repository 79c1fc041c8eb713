/**
 * Values that have a form of their own, whatever words stand around them: keys, tokens and passwords, mail addresses and
 * links, bank accounts and cards, phone numbers. Earlier patterns win where two overlap.
 */
import type { Kind } from './vault.ts';

export type Found = {
  readonly kind: Kind;
  readonly at: number;
  readonly end: number;
  /** The words alone give nothing away: "an" of "an hour". They may stand elsewhere. */
  readonly open?: boolean;
};

/** A token of this many characters that mixes letters and digits is nobody's word. */
const MIXED_TOKEN_CHARACTERS_MIN = 20;

/** The value is the last group, or the whole match. */
const PATTERNS: readonly (readonly [Kind, RegExp])[] = [
  ['SECRET', /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g],
  ['SECRET', /\b(?:authorization\s*:?\s*)?(?:bearer|basic)\s+([A-Za-z0-9._~+/=-]{6,})/gi],
  ['SECRET', /\beyJ[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]+){1,2}/g],
  [
    'SECRET',
    /\b(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|xox[abeprs]|npm|hf|key|tok|AKIA|ASIA|AIza|ya29|SG|dop_v1)(?:[-_.][A-Za-z0-9_.-]{8,}|[A-Za-z0-9_-]{12,})/g,
  ],
  // "password: x", "pwd=x", "the passphrase is x y z": up to the end of the clause for what may hold blanks.
  ['SECRET', /\bpass(?:phrase|wort)\b["']?\s*(?:is|was|[:=])\s*["“']?([^"”'\n,;]{2,})/gi],
  [
    'SECRET',
    /\b(?:password|passwd|passcode|pwd|secret|client[_ -]?secret|token|api[_ -]?key|access[_ -]?key|credentials?|pin|cvv|cvc|otp)\b["']?\s*(?:is|was|[:=]+>?)\s*["“']?([^\s"”',;]{2,})/gi,
  ],
  ['SECRET', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]+:[^\s@]+@[^\s]+/gi],
  ['MAIL', /(?<![^\s@<>()[\]"“”,:;])[^\s@<>()[\]"“”,:;]+@[^\s@<>()[\]"“”,:;]+(?<![.!?])/g],
  ['ID', /\b(?:https?|ftp|wss?|file):\/\/[^\s<>"”)]+|\bwww\.[^\s<>"”)]+/gi],
  ['ACCOUNT', /\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?\b/g],
  ['ACCOUNT', /(?<![\p{L}\p{N}])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\p{N})/gu],
  ['ACCOUNT', /(?<![\p{L}\p{N}])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?!\p{N})/gu],
  ['PHONE', /(?<![\p{L}\p{N}])(?:\+|00)\d{1,3}[\s./-]*(?:\(\d+\)[\s./-]*)?\d(?:[\s./-]?\d){5,13}(?!\p{N})/gu],
  ['PHONE', /(?<![\p{L}\p{N}])(?:\(\d{2,5}\)|0\d{1,4})[\s./-]+\d(?:[\s./-]?\d){4,11}(?!\p{N})/gu],
  ['PHONE', /(?<![\p{L}\p{N}.,-])\d{3}[-.\s]\d{3}[-.\s]\d{4}(?!\p{N})/gu],
];

export function findSecrets(text: string): readonly Found[] {
  const found = PATTERNS.flatMap(([kind, pattern]) => matches(kind, pattern, text));
  return [...found, ...mixedTokens(text)];
}

const matches = (kind: Kind, pattern: RegExp, text: string): Found[] =>
  [...text.matchAll(pattern)].map(({ index, 0: whole, 1: value }) => {
    const at = value === undefined ? index : index + whole.lastIndexOf(value);
    return { kind, at, end: at + (value ?? whole).trimEnd().length };
  });

const mixedTokens = (text: string): Found[] =>
  [...text.matchAll(/[A-Za-z0-9_+/=-]+/g)]
    .filter(([token]) => token.length >= MIXED_TOKEN_CHARACTERS_MIN && /\d/.test(token) && /[A-Za-z]/.test(token))
    .map(({ index, 0: token }) => ({ kind: 'SECRET', at: index, end: index + token.length }));
