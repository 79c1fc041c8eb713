/**
 * The words that may leave: an allow-list, because no rule knows every name. A word leaves if it is plain English that many
 * people wrote in requests (plain-words.txt: each was used in lower case by at least four of the writers of the example
 * requests), if it stands in a pack, which the provider is shown anyway, or if it is a member of a pack's closed sets.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pack } from '@pitcrew/workflow';

export type Vocabulary = {
  /** Lower case. */
  readonly words: ReadonlySet<string>;
  /** Members of closed sets, as the packs spell them; they may leave where a name could not. */
  readonly values: ReadonlySet<string>;
};

/** What people write before a secret. */
const LABELS = [
  'api',
  'authorization',
  'bearer',
  'cvv',
  'iban',
  'passphrase',
  'passwd',
  'pin',
  'pwd',
  'secret',
  'token',
];

const PLAIN_WORDS: readonly string[] = readFileSync(join(import.meta.dirname, 'plain-words.txt'), 'utf8')
  .split(/\s+/)
  .filter((word) => word !== '');

export function vocabularyOf(packs: readonly Pack[]): Vocabulary {
  const values = packs.flatMap(closedValues);
  const texts = packs.flatMap((pack) => [
    pack.name,
    pack.title,
    pack.covers,
    ...Object.values(pack.tools).flatMap(namesIn),
  ]);
  const words = [...texts, ...values].flatMap((text) => text.toLowerCase().split(/[^\p{L}]+/u));
  return {
    words: new Set([...PLAIN_WORDS, ...LABELS, ...words].filter((word) => word !== '')),
    values: new Set(values),
  };
}

const namesIn = ({ name, phrase, arguments: taken, result }: Pack['tools'][string]): string[] => [
  name,
  phrase,
  ...Object.keys(taken),
  ...Object.keys(result),
];

/** Every text that a value is compared with or chosen from. */
function closedValues({ tools, template, conditions }: Pack): string[] {
  const members = Object.values(tools).flatMap((tool) => [
    ...Object.values(tool.arguments).flatMap(({ values = [] }) => values),
    ...[tool.holds?.literal, typeof tool.highStakes === 'object' ? tool.highStakes.literal : undefined],
  ]);
  const compared = Object.values(template).map(({ when }) => when?.literal);
  const said = conditions.flatMap(({ values }) => values);
  return [...members, ...compared, ...said].filter((value) => typeof value === 'string');
}
