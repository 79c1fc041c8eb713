import type { Argument } from '@pitcrew/workflow';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANDIDATES_MAX, requestCandidates } from './candidates.ts';

const integer: Argument = { type: 'integer', optional: false };
const text: Argument = { type: 'string', optional: true };

describe('integers of a request', () => {
  it.each([
    ['order #4521 for acme', ['4521']],
    ['ORD-30877, PO 12', ['30877', '12']],
    ['order 12,000 please', ['12', '0', '12000']],
    ['order 4 521 from Lyon', ['4521']],
    ["ref 1'200", ['1', '200', '1200']],
    ['at 14:30 get 7206', ['14', '30', '7206']],
    ['two pallets, no number', []],
    ['card 1234567890123456', []],
    ['4521 and again 4521', ['4521']],
  ])('%s', (request, expected) => {
    expect(requestCandidates(request, 'order_id', integer)).toEqual(expected);
  });
});

it('offers only numbers that the argument can be', () => {
  const stars: Argument = { type: 'integer', minimum: 1, maximum: 5, optional: true };
  expect(requestCandidates('4 stars, 140 a night, room 0', 'stars', stars)).toEqual(['4']);
});

it.each([
  ['INV-9714 within 5', ['5']],
  ['ALR-2041/12 of 30', ['12', '30']],
  ['sub 22 seats', ['22']],
])('takes no amount out of a name: %s', (request, expected) => {
  expect(requestCandidates(request, 'tolerance', { type: 'number', optional: true })).toEqual(expected);
});

describe('identifiers of a request', () => {
  it.each([
    ['look at ALR-2041.', ['ALR-2041']],
    ["alr-2041's cause, INC-992 is open", ['alr-2041', 'INC-992']],
    ['alert=ALR-2041/ALR-2042', ['ALR-2041', 'ALR-2042']],
    ['(alert 2041)', ['2041']],
    ['something went off', []],
  ])('%s', (request, expected) => {
    expect(requestCandidates(request, 'alert_id', text)).toEqual(expected);
  });
});

it.each([
  ['INV-5540 of 120 parts, 3 pallets', ['INV-5540']],
  ['inv_5540 or INV5541, not 12', ['inv_5540', 'INV5541']],
  ['invoice 5540 of 120 parts', ['5540', '120']],
  ['INVENTORY-7 of invoice 5540', ['INVENTORY-7', '5540']],
])('written in full, an identifier leaves no doubt: %s', (request, expected) => {
  expect(requestCandidates(request, 'invoice_id', { ...text, prefix: 'INV' })).toEqual(expected);
});

describe('spans of a request', () => {
  const holds = (request: string) => requestCandidates(request, 'customer', text);
  it.each([
    ['push 4521 through for acme-corp', 'acme-corp'],
    ["acme-corp's order", 'acme-corp'],
    ["the people at St Aldhelm's Hospice?", "St Aldhelm's Hospice"],
    ['delivery to Jasny Dom sp. z o.o.. Decision later', 'Jasny Dom sp. z o.o.'],
    ['Isbjørn Seafood AS are not decided', 'Isbjørn Seafood AS'],
    ['for J. Okafor & Sons, today', 'J. Okafor & Sons'],
    ['customer="Quillon Optics"', 'Quillon Optics'],
    ['(halvorsen_bikes) 9740', 'halvorsen_bikes'],
    ['The Wool Barn said yes', 'The Wool Barn'],
    ['from bramble.io, quickly', 'bramble.io'],
    ['for Daehwa Jikmul Co., Ltd., order 7', 'Daehwa Jikmul Co., Ltd.'],
  ])('%s offers %s', (request, name) => {
    expect(holds(request)).toContain(name);
  });

  it('never run across a comma, a line or a bracket', () => {
    const spans = holds('for Hollis, Dray\nHuber (Sons)');
    expect(spans.filter((span) => /,|\n|\(/.test(span))).toEqual([]);
    expect(spans).not.toContain('Dray Huber');
  });

  it('neither begin nor end with a plain word', () => {
    expect(holds('ship it to the depot for us')).not.toContain('to the depot');
    expect(holds('ship it to the depot for us')).not.toContain('depot for');
    expect(holds('ship it to the depot for us')).toContain('depot');
    expect(holds('ship it to the depot for us')).not.toContain('the depot');
  });

  it('are bounded and distinct for any text', () => {
    const property = fc.property(fc.string({ maxLength: 4_000 }), (request) => {
      const found = holds(request);
      expect(found.length).toBeLessThanOrEqual(CANDIDATES_MAX);
      expect(new Set(found).size).toBe(found.length);
      expect(found.every((span) => !span.includes('\n'))).toBe(true);
    });
    expect(() => fc.assert(property, { numRuns: 60 })).not.toThrow();
  });

  it('drop long runs of plain prose first when there are too many', () => {
    const prose = Array.from({ length: 300 }, (_, index) => `word${'abcdefghij'[index % 10]}x${'klm'[index % 3]}`).join(
      ' ',
    );
    expect(requestCandidates(`${prose} Ostrander Glass`, 'customer', text)).toContain('Ostrander Glass');
  });
});

describe('values of an enum', () => {
  const region: Argument = { type: 'enum', values: ['eu', 'us'], optional: true };
  const warehouse: Argument = { type: 'enum', values: ['east', 'west'], optional: true };
  it.each<[string, Argument, readonly string[]]>([
    ['only the EU side', region, ['eu']],
    ['tell the user to reuse it', region, []],
    ['tell us', region, ['us']],
    ['from the eastern hall', warehouse, ['east']],
    ['no place named', warehouse, []],
    ['no place named', { ...warehouse, optional: false }, ['east', 'west']],
  ])('in "%s"', (request, argument, expected) => {
    expect(requestCandidates(request, 'place', argument)).toEqual(expected);
  });
});

describe('other types', () => {
  it.each<[Argument['type'], string, readonly string[]]>([
    ['number', 'weighs 37.5 kg', ['37', '5', '37.5']],
    ['boolean', 'whatever', ['true', 'false']],
    ['integer[]', 'take 3 and 4', ['3,4', '3', '4']],
    ['number[]', 'take 3', ['3']],
    ['string[]', 'W-100', ['W-100']],
  ])('%s', (type, request, expected) => {
    expect(requestCandidates(request, 'value', { type, optional: false })).toEqual(expected);
  });
});
