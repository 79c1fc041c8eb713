/** What leaves and what does not: rules as a table, and what holds for any text. */
import { join } from 'node:path';
import { loadPacks } from '@pitcrew/workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';
import { scan } from './scan.ts';
import { vocabularyOf } from './vocabulary.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../../workflows'));
const vocabulary = vocabularyOf(packs);
const redacted = (text: string) => createRedactor(vocabulary).text(text).text;

describe('in a text', () => {
  it.each([
    ['a bare id', 'Refund order 4521', 'Refund order <ID_1>'],
    ['an id with letters', 'alert ALR-8112, why?', 'alert <ID_1>, why?'],
    ['an id behind its label', 'order_id:4521 please', 'order_id:<ID_1> please'],
    ['one value, one placeholder', 'book 4521. Yes, 4521!', 'book <AMOUNT_1>. Yes, <AMOUNT_1>!'],
    ['spellings of one value', 'up to 1,200 and 1200', 'up to <AMOUNT_1> and <AMOUNT_1>'],
    ['an amount beside its currency', 'if it is under EUR 500', 'if it is under EUR <AMOUNT_1>'],
    ['an amount in words', 'if it is under two hundred and fifty', 'if it is under <AMOUNT_1>'],
    ['a unit that is one', 'if it takes less than half an hour', 'if it takes less than <AMOUNT_1> hour'],
    ['a name', 'Refund it to Ada Lovelace today', 'Refund it to <NAME_1> today'],
    ['a company', 'send it to Bank of Ireland.', 'send it to <NAME_1>.'],
    ['a name at the beginning', 'Gruber wants a refund', '<NAME_1> wants a refund'],
    ['a first name that is a word', 'Will wants a refund', '<NAME_1> wants a refund'],
    ['but not the word', 'Will you refund it? Mark it then.', 'Will you refund it? Mark it then.'],
    ['a name behind a verb', 'Refund Acme', 'Refund <NAME_1>'],
    ['a possessive', 'book Gruber’s order', 'book <NAME_1>’s order'],
    ['a name in lower case', 'send it to gruber', 'send it to <NAME_1>'],
    ['a name known from elsewhere in the text', 'For Rose. tell rose', 'For <NAME_1>. tell <NAME_1>'],
    ['another script', 'send it to 田中', 'send it to <NAME_1>'],
    ['a mail address', 'mail ada@example.com now', 'mail <MAIL_1> now'],
    ['a phone number', 'call +44 20 7946 0958 now', 'call <PHONE_1> now'],
    ['a bank account', 'pay DE89 3704 0044 0532 0130 00 now', 'pay <ACCOUNT_1> now'],
    ['a card', 'card 4111 1111 1111 1111 please', 'card <ACCOUNT_1> please'],
    ['a key', 'use sk-live-abcdEFGH1234 for it', 'use <SECRET_1> for it'],
    ['a password', 'password: tulip please', 'password: <SECRET_1> please'],
    ['a passphrase', 'the passphrase is correct horse battery, go', 'the passphrase is <SECRET_1>, go'],
    ['a bearer token', 'Authorization: Bearer abc.def-ghi', 'Authorization: Bearer <SECRET_1>'],
    ['a placeholder that somebody typed', 'refund <ID_1> and 4521', 'refund <<ID_1>> and <AMOUNT_1>'],
  ])('%s', (_, text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it.each([
    'Do NOT send the notice',
    'if she is in Finance, order a developer laptop',
    'Please refund it and tell them by SMS',
    'I don’t want the hotel. Book the flight only.',
    'PLEASE CANCEL THE ORDER',
  ])('nothing of: %s', (text) => {
    expect(redacted(text)).toBe(text);
  });

  it('a value that a result spells is found in plain words', () => {
    const redactor = createRedactor(vocabulary);
    expect(redactor.value('customer', 'Wool Barn')).toBe('<NAME_1>');
    expect(redactor.text('send it to the wool barn').text).toBe('send it to the <NAME_1>');
  });
});

it('of a result all values but truth values and members of closed sets', () => {
  const result = {
    Gruber: 1,
    order_id: 4521,
    eligible: true,
    status: 'delivered',
    amount: 12.5,
    names: ['Ada', null],
    note: '',
  };
  expect(createRedactor(vocabulary).value('result', result)).toEqual({
    order_id: '<ID_1>',
    eligible: true,
    status: 'delivered',
    amount: '<AMOUNT_1>',
    names: ['<NAME_1>', null],
    note: '',
  });
});

/** Words, names, figures and secrets in any mixture. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'refund',
        'order',
        'if',
        'under',
        'Acme',
        'Wool Barn',
        'ada',
        'Please',
        'NOT',
        'I',
        '.',
        ',',
        '\n',
        '“',
        '-',
      ),
      fc.nat().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.emailAddress(),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        'password: hunter2',
        'Bearer abcdefgh',
        'sk-abcdefgh12345678',
        'half an hour',
        '<ID_1>',
        '<NAME_7',
      ),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(' '));

describe('for any text', () => {
  it('the second look finds nothing that the first left', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const redactor = createRedactor(vocabulary);
        const { text: left } = redactor.text(text);
        expect(scan(JSON.stringify({ text: left }), redactor.vault.originals(), new Set(['text']))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('outside of the placeholders there is no digit', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(redacted(text).replace(/<[A-Z]+_\d+>/g, '')).not.toMatch(/\p{N}/u);
      }),
      { numRuns: 200 },
    );
  });

  it('the placeholders stand where the values stood, and come back as these', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const redactor = createRedactor(vocabulary);
        const { places } = redactor.text(text);
        for (const { placeholder, at, end } of places)
          expect(same(redactor.vault.valueOf(placeholder) ?? '', text.slice(at, end))).toBe(true);
      }),
    );
  });

  it('the same text is redacted alike each time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(redacted(text)).toBe(createRedactor(vocabulary).text(text).text);
      }),
    );
  });
});

const same = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() ||
  Number(one.replace(/[^\d.]/g, '')) === Number(other.replace(/[^\d.]/g, '')) ||
  one.replace(/\D/g, '') === other.replace(/\D/g, '');

describe('the second look', () => {
  const body = (content: string) => JSON.stringify({ messages: [{ role: 'user', content }], max_tokens: 800 });
  const known = new Set(['messages', 'role', 'user', 'content', 'max_tokens', 'p95_ms', 'goal']);

  it.each([
    ['a value in other letters', 'tell ADA LOVELACE', ['Ada Lovelace']],
    ['a value within a document within the document', JSON.stringify({ goal: { deep: ['for Ada'] } }), ['Ada']],
    ['a value that is a key', JSON.stringify({ Ada: 1 }), ['Ada']],
    ['a number', 'refund 4521', []],
    ['a mail address', 'ask a@b', []],
    ['a password', 'the password is tulip', []],
    ['a private key', '-----BEGIN PRIVATE KEY-----', []],
    ['a bearer token', 'Bearer abcdefghijk', []],
    ['a token', 'abcDEFghiJKLmnoPQRstuVWXyz', []],
  ])('finds %s', (_, content, originals) => {
    const problems = scan(body(content), originals, known);
    expect(problems).not.toEqual([]);
    for (const original of originals) expect(problems.join()).not.toContain(original);
  });

  it.each([
    ['placeholders', 'refund <ID_1> if under <AMOUNT_12>, password: <SECRET_1>'],
    ['names of a pack', JSON.stringify({ goal: 'p95_ms' })],
    ['a part of a word', 'a radar'],
  ])('passes %s', (_, content) => {
    expect(scan(body(content), ['ada'], known)).toEqual([]);
  });
});

describe('the longest request is redacted in a moment', () => {
  it.each(['1 ', 'a', 'a-', '(0', '@', '+1 ', 'x://', 'eyJ', 'password ', 'Ada. ', 'AB12 '])('of %s', (part) => {
    const text = part.repeat(32_768 / part.length);
    const begun = performance.now();
    const redactor = createRedactor(vocabulary);
    const { text: left } = redactor.text(text);
    scan(JSON.stringify({ text: left }), redactor.vault.originals(), new Set(['text']));
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('of ever other numbers', () => {
    const text = Array.from({ length: 5000 }, (_, index) => index * 37).join(' ');
    const begun = performance.now();
    const redactor = createRedactor(vocabulary);
    const { text: left } = redactor.text(text);
    expect(scan(JSON.stringify({ text: left }), redactor.vault.originals(), new Set(['text']))).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
