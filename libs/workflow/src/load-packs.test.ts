import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPacks, PACK_BYTES_MAX, PackError, parsePack } from './load-packs.ts';

const GOOD = `name: returns
title: Take a return
covers: look a parcel up and refund it
vital:
  parcel_id: Which parcel is it?
tools:
  find_parcel:
    effect: read
    arguments:
      parcel_id: { type: integer, from: request }
      depot: { type: enum, values: [a, b], optional: true }
    result:
      state: string
      contents[].sku: string
    holds: { reference: state, operator: ne, literal: lost }
  refund:
    needs: [find_parcel]
    high_stakes: { argument: amount, operator: ge, literal: 50 }
    arguments:
      amount: { type: number, from: result }
    result: { refund_id: string }
plan: [find_parcel, refund]
variations:
  full: { without: [] }
  look-only: { without: [refund] }
`;

const refusal = (text: string): PackError => {
  try {
    parsePack(text, 'workflow.yaml');
  } catch (error) {
    if (error instanceof PackError) return error;
    throw error;
  }
  throw new Error('the pack was accepted');
};

describe('a good pack', () => {
  const pack = parsePack(GOOD, 'workflow.yaml');

  it('is read with its defaults: undeclared effects are irreversible, approvals wait for a day', () => {
    expect(pack.tools.refund?.effect).toBe('irreversible');
    expect(pack.approval).toEqual({ expiresAfterMs: 24 * 60 * 60 * 1000 });
    expect(pack.tools.find_parcel?.needs).toEqual([]);
  });

  it('keeps what it declares', () => {
    expect(pack.order).toEqual(['find_parcel', 'refund']);
    expect(pack.tools.find_parcel?.arguments.depot).toEqual({ type: 'enum', values: ['a', 'b'], optional: true });
    expect(pack.tools.find_parcel?.holds).toEqual({ reference: 'state', operator: 'ne', literal: 'lost' });
    expect(pack.tools.refund?.highStakes).toEqual({ argument: 'amount', operator: 'ge', literal: 50 });
    expect(pack.vital).toEqual({ parcel_id: 'Which parcel is it?' });
  });

  it('has a digest of its content and not of its layout', () => {
    expect(parsePack(`# a comment\n${GOOD}\n`, 'elsewhere.yaml').digest).toBe(pack.digest);
    expect(parsePack(GOOD.replace('literal: 50', 'literal: 51'), 'workflow.yaml').digest).not.toBe(pack.digest);
  });
});

describe('a bad pack is refused with the line and field to mend', () => {
  it.each<[why: string, from: string, to: string, line: number, field: string, message: RegExp]>([
    ['broken YAML', 'plan: [find_parcel, refund]', 'plan: [find_parcel, refund', 23, '', /./],
    ['a missing field', 'title: Take a return\n', '', 1, 'title', /expected string/],
    ['an unknown field', '    effect: read', '    efect: read', 8, 'tools.find_parcel.efect', /no such field/],
    ['an unknown effect class', 'effect: read', 'effect: harmless', 8, 'tools.find_parcel.effect', /read/],
    [
      'an unknown argument type',
      'type: number',
      'type: money',
      20,
      'tools.refund.arguments.amount.type',
      /Invalid option/,
    ],
    ['an enum without values', ', values: [a, b]', '', 11, 'tools.find_parcel.arguments.depot', /lists its values/],
    [
      'values without an enum',
      'type: integer,',
      'type: integer, values: [x],',
      10,
      'tools.find_parcel.arguments.parcel_id.values',
      /only an enum/,
    ],
    [
      'a path that no reference can name',
      'contents[].sku',
      'contents[0].sku',
      14,
      'tools.find_parcel.result.contents[0].sku',
      /items\[\]\.sku/,
    ],
    [
      'a need that is no tool',
      'needs: [find_parcel]',
      'needs: [find_box]',
      17,
      'tools.refund.needs.0',
      /no tool find_box/,
    ],
    [
      'a plan out of order',
      'plan: [find_parcel, refund]',
      'plan: [refund, find_parcel]',
      17,
      'tools.refund.needs.0',
      /find_parcel first/,
    ],
    ['a tool that needs itself', 'needs: [find_parcel]', 'needs: [refund]', 17, 'tools.refund.needs.0', /refund first/],
    [
      'a plan with an unknown tool',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel, refund, call]',
      22,
      'plan.2',
      /no tool call/,
    ],
    [
      'a plan with a tool twice',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel, refund, refund]',
      22,
      'plan.2',
      /twice/,
    ],
    [
      'a tool outside the plan',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel]',
      16,
      'tools.refund',
      /not in the plan/,
    ],
    [
      'a rule about an undeclared result',
      'reference: state',
      'reference: status',
      15,
      'tools.find_parcel.holds.reference',
      /not a path/,
    ],
    [
      'stakes on an undeclared argument',
      'argument: amount',
      'argument: sum',
      18,
      'tools.refund.high_stakes.argument',
      /not an argument/,
    ],
    [
      'stakes that are neither true nor a rule',
      'high_stakes: { argument: amount, operator: ge, literal: 50 }',
      'high_stakes: maybe',
      18,
      'tools.refund.high_stakes',
      /write true/,
    ],
    [
      'a variation without an unknown tool',
      'without: [refund]',
      'without: [pay]',
      25,
      'variations.look-only.without.0',
      /not in the plan/,
    ],
    [
      'a variation without any step',
      'without: [refund]',
      'without: [refund, find_parcel]',
      25,
      'variations.look-only.without',
      /at least one step/,
    ],
    [
      'a vital argument that no tool takes',
      '  parcel_id: Which',
      '  box_id: Which',
      5,
      'vital.box_id',
      /no tool takes box_id/,
    ],
    [
      'a condition on a step that nobody waits for',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel, { tool: refund, when: { reference: ask.mood, operator: eq, literal: good } }]',
      22,
      'plan.1.when',
      /doesn't wait for ask/,
    ],
    [
      'a condition on an undeclared result',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel, { tool: refund, when: { reference: find_parcel.mood, operator: eq, literal: good } }]',
      22,
      'plan.1.when',
      /no single value at mood/,
    ],
    [
      'a for_each over what is no list',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel, { tool: refund, for_each: find_parcel.state }]',
      22,
      'plan.1.for_each',
      /no list at state/,
    ],
    [
      'a path without a field',
      'plan: [find_parcel, refund]',
      'plan: [find_parcel, { tool: refund, for_each: find_parcel }]',
      22,
      'plan.1.for_each',
      /get_event\.attendees/,
    ],
    ['a name that is no name', 'name: returns', 'name: Returns!', 1, 'name', /lower-case/],
    ['a tool name that is no name', '  refund:\n', '  Refund It:\n', 16, 'tools.Refund It', /underscores/],
  ])('%s', (_, from, to, line, field, message) => {
    expect(GOOD).toContain(from);
    const error = refusal(GOOD.replace(from, to));
    expect({ line: error.line, field: error.field }).toEqual({ line, field });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`workflow.yaml:${line}: ${field}`);
  });

  it('a variation that keeps a condition and leaves out what it reads', () => {
    const text = GOOD.replace(
      '[find_parcel, refund]',
      '[find_parcel, { tool: refund, when: { reference: find_parcel.state, operator: ne, literal: lost } }]',
    );
    expect(parsePack(text, 'workflow.yaml').template.refund?.when?.reference).toBe('find_parcel.state');
    const broken = text.replace('without: [refund]', 'without: [find_parcel]');
    expect(refusal(broken)).toMatchObject({ field: 'variations.look-only.without', line: 25 });
  });

  it('no variation at all', () => {
    expect(refusal(GOOD.replace(/variations:[\s\S]*/, 'variations: {}\n'))).toMatchObject({
      line: 23,
      field: 'variations',
    });
  });

  it('a variation of more than eight steps', () => {
    const names = Array.from({ length: 9 }, (_, index) => `t${index + 1}`);
    const tools = names.map((name) => `  ${name}: { effect: read, arguments: {}, result: {} }`).join('\n');
    const text = `name: long\ntitle: Long\ncovers: much\ntools:\n${tools}\nplan: [${names.join(', ')}]\nvariations:\n  full: { without: [] }\n  short: { without: [t9] }\n`;
    expect(refusal(text)).toMatchObject({ field: 'variations.full.without', line: 16 });
    expect(parsePack(text.replace('  full: { without: [] }\n', ''), 'workflow.yaml').order).toHaveLength(9);
  });
});

describe('a directory of packs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'packs-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const write = (folder: string, text: string) => {
    mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, folder, 'workflow.yaml'), text);
  };

  it('must exist and hold a pack', () => {
    expect(() => loadPacks(join(directory, 'nowhere'))).toThrow(/no such directory/);
    expect(() => loadPacks(directory)).toThrow(/no sub-folder/);
  });

  it('is read by folder, in the order of their names; folders without a workflow.yaml are none', () => {
    write('returns', GOOD);
    write('advice', GOOD.replace('name: returns', 'name: advice'));
    mkdirSync(join(directory, 'shared-requests'));
    expect(loadPacks(directory).map(({ name }) => name)).toEqual(['advice', 'returns']);
  });

  it('refuses a pack whose folder has another name, and one that is too big', () => {
    write('advice', GOOD);
    expect(() => loadPacks(directory)).toThrow(/advice.*name both alike/);
    write('advice', `${GOOD}${'#'.repeat(PACK_BYTES_MAX)}`);
    expect(() => loadPacks(directory)).toThrow(/at most 262144/);
  });
});
