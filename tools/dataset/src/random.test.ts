import { expect, it } from 'vitest';
import { randomOf } from './random.ts';
import { parseTemplate, surfacesOf, textOf } from './slots.ts';
import { withSlip } from './typing.ts';

it('the same names give the same draws, other names others', () => {
  const draws = (...names: string[]) => Array.from({ length: 5 }, randomOf(...names).next);
  expect(draws('a', 'b')).toEqual(draws('a', 'b'));
  expect(draws('a', 'b')).not.toEqual(draws('ab'));
});

it('draws stay within their bounds and reach both ends', () => {
  const random = randomOf('bounds');
  const drawn = Array.from({ length: 2_000 }, () => random.integer(3, 7));
  expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([3, 7]);
});

it('a shuffle keeps every element', () => {
  const list = Array.from({ length: 50 }, (_, index) => index);
  const shuffled = randomOf('shuffle').shuffled(list);
  expect(shuffled).not.toEqual(list);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
});

it('picking from nothing says so', () => expect(() => randomOf('x').pick([])).toThrow(/nothing to pick/));

it('a slip of typing changes no slot and no word that carries the meaning', () => {
  const template = parseTemplate("Kindly don't confirm {order_id:4521} without {customer:Ashdown}'s signature.");
  for (let index = 0; index < 200; index += 1) {
    const slipped = withSlip(template, randomOf('slip', index));
    expect(surfacesOf(slipped)).toEqual(surfacesOf(template));
    expect(textOf(slipped)).toMatch(/confirm .* without/);
    expect(Math.abs(textOf(slipped).length - textOf(template).length)).toBeLessThanOrEqual(1);
  }
});
