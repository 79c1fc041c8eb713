/** What a field may hold that is no value, and what only looks like it. */
import { expect, it } from 'vitest';
import { saysNothing } from './no-value.ts';

it.each([
  '',
  ' ',
  'null',
  'NULL',
  'undefined',
  'NaN',
  'N/A',
  'nil',
  '???',
  '[object Object]',
  '#REF!',
  '#DIV/0!',
  '<html><body>502',
  '<!DOCTYPE html>',
  '<?xml version="1.0"?>',
])('%j says nothing', (text) => {
  expect(saysNothing(text)).toBe(true);
});

it.each(['none', 'Nilsson', 'no', '0', 'error in line 3', 'a <b> tag', '#12', 'nothing to do', 'N/A-14'])(
  '%j is a value',
  (text) => {
    expect(saysNothing(text)).toBe(false);
  },
);
