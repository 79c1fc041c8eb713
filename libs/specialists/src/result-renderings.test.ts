import { type StepResult, stepId } from '@pitcrew/contracts';
import type { Pack, ScalarType } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { done, shipped, unboundPackOf, validated } from './fixtures.ts';
import { resultLine } from './result-line.ts';
import { CONDENSED_TOKENS_MAX, shorterLines } from './result-renderings.ts';

/** Bound to nothing, so that a writer may choose among all its results. */
const order = unboundPackOf('order-processing', ['order_id']);
const characters = (text: string): number => text.length;
const words = (text: string): number => text.split(' ').length;

describe('a result in fewer words', () => {
  it('first keeps every reference, then the types, then its name', () => {
    const [condensed, summary, mention] = shorterLines(order, validated, words);
    const paths = [...resultLine(order, validated).matchAll(/\$s1\.[^=]+/g)].map(([path]) => path);
    expect(paths.length).toBeGreaterThan(3);
    expect([...condensed.matchAll(/\$s1\.[^=]+/g)].map(([path]) => path)).toEqual(paths);
    expect(condensed).toContain('$s1.order_id=4521');
    expect(condensed).toContain('$s1.status=pen…');
    expect(summary).toMatch(/^validate_order: \$s1 done, .*order_id:integer.*, #[0-9a-f]{8}, expandable$/);
    expect(mention).toBe('validate_order: $s1');
  });

  it('says the length of a list once, however many fields are read through it', () => {
    const [, summary] = shorterLines(packWith({ 'rows[].name': 'string', 'rows[].size': 'integer' }), listed, words);
    expect(summary).toMatch(/done, rows\[3\], #/);
  });

  it('tells results apart by their digest, whatever order their keys came in', () => {
    const summaryOf = (result: StepResult['result']) =>
      shorterLines(order, done(3, 'calculate_shipping', result), words)[1];
    expect(summaryOf({ method: 'ground', cost: 42.5, eta_days: 3 })).toBe(summaryOf(shipped.result));
    expect(summaryOf({ eta_days: 3, cost: 42.5, method: 'ground' })).toBe(summaryOf(shipped.result));
    expect(summaryOf({ method: 'ground', cost: 42.6, eta_days: 3 })).not.toBe(summaryOf(shipped.result));
  });
});

describe('a result with many fields', () => {
  const names = Array.from({ length: 20 }, (_, index) => `field_${index}`);
  const wide = packWith(Object.fromEntries(names.map((name) => [name, 'string'])));
  const wideDone = { ...listed, result: Object.fromEntries(names.map((name) => [name, 'a value'])) };

  it('shows twelve in full and counts the others', () => {
    expect(resultLine(wide, wideDone)).toMatch(/ \$s1\.field_11=a value \[8 more fields\]$/);
  });

  it('is condensed to what the limit allows, and counts the others', () => {
    const [condensed] = shorterLines(wide, wideDone, characters);
    expect(condensed.length).toBeLessThanOrEqual(CONDENSED_TOKENS_MAX);
    const shown = condensed.match(/\$s1\.field_\d+=a v…/g) ?? [];
    expect(shown.length).toBeGreaterThan(3);
    expect(condensed).toMatch(new RegExp(` \\[${20 - shown.length} more fields\\]$`));
  });
});

const listed: StepResult = {
  step: stepId(1),
  tool: 'read',
  result: { rows: [1, 2, 3].map((size) => ({ name: `n${size}`, size })) },
};

/** A tool with this result, and one that any field of it could be an argument of. */
function packWith(result: Readonly<Record<string, ScalarType>>): Pack {
  const take = (type: 'string' | 'string[]' | 'integer[]') => ({ type, optional: true }) as const;
  const args = { text: take('string'), texts: take('string[]'), numbers: take('integer[]') };
  return {
    ...order,
    tools: {
      read: { name: 'read', phrase: 'Read', effect: 'read', needs: [], arguments: {}, result },
      write: { name: 'write', phrase: 'Write', effect: 'read', needs: ['read'], arguments: args, result: {} },
    },
  };
}
