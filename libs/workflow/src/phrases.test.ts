import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPacks, parsePack } from './load-packs.ts';

const pack = (first: string, second = '', more = ''): string => `name: returns
title: Take a return
covers: look a parcel up and refund it
tools:
  find_parcel: { ${first}arguments: {}, result: {} }
  refund: { ${second}arguments: {}, result: {} }
plan: [find_parcel, refund]
variations: { full: { without: [] } }
${more}`;
const parse = (text: string) => parsePack(text, 'workflow.yaml');

describe('what a step is called in a scratchpad', () => {
  it('is the phrase of its tool', () => {
    expect(parse(pack('phrase: Look the parcel up, ')).tools.find_parcel?.phrase).toBe('Look the parcel up');
  });

  it('is the name of its tool where the pack says nothing', () => {
    expect(parse(pack('')).tools.find_parcel?.phrase).toBe('Find parcel');
  });

  it.each([
    ['the same twice', pack('phrase: Pay, ', 'phrase: Pay, '), /refund.*find_parcel has the same phrase/],
    ['what another is called by its name', pack('phrase: Refund, '), /find_parcel has the same phrase/],
    ['the mark of a finished step', pack("phrase: 'Pay — DONE', "), /a few words on one line/],
    ['two lines', pack('phrase: "a\\nb", '), /a few words on one line/],
  ])('is not %s', (_, text, message) => expect(() => parse(text)).toThrow(message));

  it('stands in every pack of the repository', () => {
    for (const { tools } of loadPacks(join(import.meta.dirname, '../../../workflows')))
      for (const { phrase } of Object.values(tools)) expect(phrase).toMatch(/^[A-Z][a-z ]+$/);
  });
});

it.each([
  ['scratchpad', 'scratchpad'],
  ['auto', 'auto'],
])('a pack may name its mode: %s', (written, mode) => {
  expect(parse(pack('', '', `mode: ${written}`)).mode).toBe(mode);
});

it('a pack names no mode that does not exist', () => {
  expect(() => parse(pack('', '', 'mode: telepathy'))).toThrow(/mode/);
});
