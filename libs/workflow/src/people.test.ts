/** What a pack says of people: whether they are asked about failed steps, for how long, and what their answer must look like. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declarationOf } from './declaration.ts';
import { PackError, parsePack } from './load-packs.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../../workflows/order-processing/workflow.yaml'), 'utf8');
const DAY_MS = 24 * 60 * 60_000;

describe('on_logic_error', () => {
  it.each([
    ['', 'partial', DAY_MS],
    ['on_logic_error: partial', 'partial', DAY_MS],
    ['on_logic_error: review', 'review', DAY_MS],
    ['on_logic_error: review\nreview: { expires_after_minutes: 5 }', 'review', 5 * 60_000],
  ])('%j', (lines, onLogicError, expiresAfterMs) => {
    const pack = parsePack(`${TEXT}\n${lines}\n`, 'workflow.yaml');
    expect(pack).toMatchObject({ onLogicError, review: { expiresAfterMs } });
  });

  it('that is left out leaves the digest of the pack as it was', () => {
    expect(parsePack(`${TEXT}\n# nothing\n`, 'x').digest).toBe(parsePack(TEXT, 'x').digest);
    expect(parsePack(`${TEXT}\non_logic_error: review\n`, 'x').digest).not.toBe(parsePack(TEXT, 'x').digest);
  });

  it.each(['on_logic_error: ask', 'review: { expires_after_minutes: 0 }'])('refuses %j', (line) => {
    expect(() => parsePack(`${TEXT}\n${line}\n`, 'workflow.yaml')).toThrow(PackError);
  });
});

describe('the declaration of a tool', () => {
  const pack = parsePack(TEXT, 'workflow.yaml');

  it('has its arguments and results, and not where the crew takes values from', () => {
    expect(declarationOf(pack, 'check_inventory')).toEqual({
      arguments: {
        skus: { type: 'string[]', optional: false },
        quantities: { type: 'integer[]', optional: false },
        warehouse: { type: 'enum', values: ['east', 'west'], optional: true },
      },
      result: {},
    });
    expect(declarationOf(pack, 'confirm_order').result).toEqual({ confirmed: 'boolean', confirmation_id: 'string' });
  });

  it.each([
    ['an unknown tool', pack, 'constructor'],
    ['an unknown pack', undefined, 'confirm_order'],
  ])('of %s is empty', (_, of, tool) => {
    expect(declarationOf(of, tool)).toEqual({ arguments: {}, result: {} });
  });
});
