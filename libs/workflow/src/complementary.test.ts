import type { Condition } from '@pitcrew/contracts';
import { expect, it } from 'vitest';
import { complementary } from './complementary.ts';

type Side = readonly [operator: Condition['operator'], literal: Condition['literal'], reference?: string];

it.each<[Side, Side, boolean]>([
  [['eq', true], ['eq', false], true],
  [['ne', true], ['ne', false], true],
  [['ne', 'critical'], ['eq', 'critical'], true],
  [['lt', 80], ['ge', 80], true],
  [['gt', 80], ['le', 80], true],
  [['lt', 80], ['gt', 80], false],
  [['lt', 80], ['ge', 90], false],
  [['eq', 'a'], ['eq', 'b'], false],
  [['eq', true], ['eq', true], false],
  [['eq', true], ['eq', false, 'other.path'], false],
])('%j and %j are two branches: %s', (one, other, expected) => {
  const condition = ([operator, literal, reference = 'look.fits']: Side) => ({ operator, literal, reference });
  expect(complementary(condition(one), condition(other))).toBe(expected);
  expect(complementary(condition(other), condition(one))).toBe(expected);
});
