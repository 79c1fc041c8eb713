import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aliased, marked } from './aliases.ts';
import { condense, deciderText, oneLine, shorten } from './text.ts';

describe('the text that deciders read', () => {
  it.each([
    ['  push\n\n4521\tthrough ', 'push 0000 through'],
    ['ALR-2041 at 14:30', 'ALR-0000 at 00:00'],
    ['٣ boxes', '0 boxes'],
    ['Bäckerei', 'Bäckerei'],
  ])('%j', (request, expected) => {
    expect(deciderText(request)).toBe(expected);
  });

  it('is the same for requests that differ in their numbers alone', () => {
    expect(deciderText('quote 4521 for acme')).toBe(deciderText('quote 9038 for acme'));
  });
});

describe('condensing', () => {
  it('leaves what fits as it is', () => expect(condense('one two', 7)).toBe('one two'));

  it('keeps both ends and counts the words between', () => {
    const text = Array.from({ length: 100 }, (_, index) => `w${index}`).join(' ');
    const short = condense(text, 100);
    expect(short).toMatch(/^w0 w1 .* \[(\d+) words left out\] .* w99$/);
    const leftOut = Number(/\[(\d+) words/.exec(short)?.[1]);
    expect(short.split(' ').length - 4 + leftOut).toBe(100);
  });

  it('counts exactly for any words', () => {
    const property = fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 40, maxLength: 200 }),
      (words) => {
        const short = condense(words.join(' '), 120);
        const leftOut = Number(/\[(\d+) words left out\]/.exec(short)?.[1] ?? 0);
        const kept = short
          .replace(/\[\d+ words left out\]/, '')
          .split(' ')
          .filter(Boolean);
        expect(kept.length + leftOut).toBe(words.length);
        expect(short.length).toBeLessThan(120 + 30);
      },
    );
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('survives one word that is longer than the limit', () => {
    expect(condense('x'.repeat(500), 100)).toBe('[1 words left out]');
  });
});

it.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['far too long', 8, 'far too…'],
])('shortens %s to %i', (text, max, expected) => expect(shorten(text, max)).toBe(expected));

it('joins lines', () => expect(oneLine('a\r\n\u00a0b')).toBe('a b'));

describe('aliases', () => {
  it.each([
    ['order 4521, PO 77', 'order @1, PO @2', '4521', '@1'],
    ['ALR-2041 and again 2041', 'ALR-@1 and again @1', 'ALR-2041', 'ALR-@1'],
    ['order 12,000', 'order @1', '12000', '@1'],
    ['order 4521', 'order @1', '9999', '0000'],
    ['no number', 'no number', 'acme', 'acme'],
  ])('in "%s"', (request, text, value, shown) => {
    const names = aliased(request, 800);
    expect(names.text).toBe(text);
    expect(names.show(value)).toBe(shown);
  });
});

it('a name is shown as the shape of its number in the end', () => {
  const names = aliased('order 4521, 12,000 pieces; PO 77', 800);
  expect(names.shaped(`${names.show('4521')} | ${names.text} @9`)).toBe('0000 | order 0000, 00,000 pieces; PO 00 @9');
});

describe('marks', () => {
  it.each([
    ['order 4521, PO 77', 'order_id', '4521', 'order [order_id @1], PO @2'],
    ['ALR-2041 and again 2041', 'alert_id', 'ALR-2041', 'ALR-[alert_id @1] and again [alert_id @1]'],
    ['for Acme (not acmeology)', 'customer', 'acme', 'for [customer Acme] (not acmeology)'],
    ['order 4521', 'order_id', '9999', 'order @1'],
    ['is a+b one? a+b', 'team', 'a+b', 'is [team a+b] one? [team a+b]'],
  ])('%s with %s %s', (request, argument, value, text) => {
    const names = aliased(request, 800);
    expect(marked(names.text, [{ argument, shown: names.show(value) }])).toBe(text);
  });

  it('name every argument that a place was taken for', () => {
    const taken = ['first', 'second'].map((argument) => ({ argument, shown: 'Lisbon' }));
    expect(marked('from Lisbon', taken)).toBe('from [first second Lisbon]');
  });
});
