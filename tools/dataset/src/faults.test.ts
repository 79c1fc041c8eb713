import { join } from 'node:path';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { readFaultKinds, recoveryOf } from './faults.ts';
import { goldOf } from './gold.ts';
import { randomOf } from './random.ts';
import { coveredRow } from './requests.fixture.ts';
import { wrongCalls, wrongResults } from './rows/mistakes.ts';
import { worldOf } from './rows-of-world.ts';

const workflows = join(import.meta.dirname, '../../../workflows');
const packs = loadPacks(workflows);
const packOf = (name: string) => packs.find((pack) => pack.name === name) as Pack;
const goldFor = (workflow: string, marked: string, variation = 'full') => {
  const row = coveredRow(workflow, marked, { variation });
  return goldOf(packOf(workflow), row, worldOf(row, 'train', 'seed'));
};
const kindOf = (workflow: string, name: string) => {
  const kind = readFaultKinds(join(workflows, workflow, 'faults.yaml'))[name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
};
const recover = (workflow: string, name: string, marked: string) =>
  recoveryOf(packOf(workflow), kindOf(workflow, name), goldFor(workflow, marked), 'train', randomOf(name, marked));

describe('a recovery', () => {
  it('takes the other warehouse, named or not', () => {
    const named = recover('order-processing', 'wrong-warehouse', 'book {order_id:4999} from {warehouse:east}');
    expect(named?.failures[0]?.arguments).toMatchObject({ warehouse: 'east' });
    expect(named?.mended.warehouse).toBe('west');
    const unnamed = recover('order-processing', 'wrong-warehouse', 'book {order_id:4999}');
    expect(unnamed?.failures[0]?.arguments).not.toHaveProperty('warehouse');
    expect(['east', 'west']).toContain(unnamed?.mended.warehouse);
  });

  it('leaves the customer out', () => {
    const found = recover('order-processing', 'unknown-customer', 'book {order_id:4999} for {customer:Ashdown}');
    expect(found?.failures[0]?.arguments).toEqual({ order_id: 4999, customer: 'Ashdown' });
    expect(found?.mended).toEqual({ order_id: '4999' });
  });

  it('goes from one number of the request to the other', () => {
    const found = recover('order-processing', 'other-number', 'book {order_id:4999}, PO 20417');
    expect(found?.mended.order_id).toBe('4999');
    const tried = String(found?.failures[0]?.arguments.order_id);
    expect(tried).not.toBe('4999');
    expect(found?.row.request).toContain(tried);
    expect(found?.failures[0]?.message).toContain(tried);
  });

  it.each([
    ['order-processing', 'unknown-customer', 'book {order_id:4999}'],
    ['incident-triage', 'unknown-team', 'ticket for {alert_id:ALR-5151}'],
  ])('of %s %s needs an occasion', (workflow, name, marked) => {
    expect(recover(workflow, name, marked)).toBeUndefined();
  });
});

describe('planted mistakes', () => {
  const pack = packOf('order-processing');
  const gold = goldFor('order-processing', 'book {order_id:4999} for {customer:Ashdown Ltd}, PO 20417, dock 3');
  const random = randomOf('mistakes');

  it('of a call differ from the right one in one argument', () => {
    for (const step of gold.steps)
      for (const wrong of wrongCalls(pack, gold, step, random)) {
        const names = new Set([...Object.keys(wrong), ...Object.keys(step.arguments)]);
        const changed = [...names].filter(
          (name) => JSON.stringify(wrong[name]) !== JSON.stringify(step.arguments[name]),
        );
        expect(changed).toHaveLength(1);
      }
    expect(wrongCalls(pack, gold, gold.steps[0] as never, random).length).toBeGreaterThan(0);
  });

  it('of a call are never a part of the right name', () => {
    for (let draw = 0; draw < 50; draw += 1)
      for (const { customer } of wrongCalls(pack, gold, gold.steps[0] as never, randomOf('part', draw)))
        expect(String(customer)).not.toBe('Ashdown');
  });

  it('of a result differ from the right one', () => {
    for (const step of gold.steps) {
      const wrong = wrongResults(pack, gold, step, 'train', random);
      expect(wrong.length).toBeGreaterThan(0);
      for (const result of wrong) expect(result).not.toEqual(step.result);
    }
  });
});
