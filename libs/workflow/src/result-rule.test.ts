import { join } from 'node:path';
import type { JsonValue } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { loadPack } from './load-packs.ts';
import type { Pack } from './pack.ts';
import { brokenResultRule } from './result-rule.ts';

const packNamed = (name: string): Pack =>
  loadPack(join(import.meta.dirname, `../../../workflows/${name}/workflow.yaml`));
const [incident, order] = [packNamed('incident-triage'), packNamed('order-processing')];

describe('a result breaks the rule of its tool', () => {
  it.each<[tool: string, result: JsonValue, broken: string | undefined]>([
    ['validate_order', { valid: true }, undefined],
    ['validate_order', { valid: false }, 'validate_order: the result must have valid equal to true'],
    ['validate_order', {}, 'validate_order: the result must have valid equal to true, but it is absent'],
    ['validate_order', null, 'validate_order: the result must have valid equal to true, but it is absent'],
    ['calculate_shipping', { cost: -1 }, undefined],
    ['unheard_of', {}, undefined],
  ])('%s %j', (tool, result, broken) => {
    expect(brokenResultRule(order, tool, result)).toBe(broken);
  });

  it('a closed alert', () => {
    expect(brokenResultRule(incident, 'get_alert', { status: 'open' })).toBeUndefined();
    expect(brokenResultRule(incident, 'get_alert', { status: 'closed' })).toContain('status other than "closed"');
  });
});
