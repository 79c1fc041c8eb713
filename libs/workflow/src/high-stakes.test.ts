import { join } from 'node:path';
import type { JsonObject } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { isHighStakes } from './high-stakes.ts';
import { loadPack } from './load-packs.ts';
import type { Pack } from './pack.ts';

const packNamed = (name: string): Pack =>
  loadPack(join(import.meta.dirname, `../../../workflows/${name}/workflow.yaml`));
const [incident, order] = [packNamed('incident-triage'), packNamed('order-processing')];

describe('a call is high-stakes', () => {
  it.each<[args: JsonObject, tool: string, expected: boolean]>([
    [{ shipping_cost: 500 }, 'confirm_order', false],
    [{ shipping_cost: 500.01 }, 'confirm_order', true],
    [{ shipping_cost: 520 }, 'confirm_order', true],
    [{ shipping_cost: '42' }, 'confirm_order', true],
    [{}, 'confirm_order', true],
    [{ shipping_cost: 9000 }, 'calculate_shipping', false],
    [{ shipping_cost: 9000 }, 'unheard_of', false],
  ])('%j of %s: %s', (args, tool, expected) => {
    expect(isHighStakes(order, tool, args)).toBe(expected);
  });

  it('always, when the pack says so of the tool', () => {
    const { create_ticket: ticket } = incident.tools;
    const strict = { ...incident, tools: { create_ticket: { ...ticket, highStakes: true } } } as Pack;
    expect(isHighStakes(strict, 'create_ticket', {})).toBe(true);
    expect(isHighStakes(incident, 'create_ticket', {})).toBe(false);
  });
});
