/** What the tests of this library share: the packs of the repository, and finished steps of theirs. */
import { join } from 'node:path';
import { type JsonValue, type StepResult, stepId } from '@pitcrew/contracts';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import type { Decision } from './decision.ts';

export const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));

export function packOf(name: string): Pack {
  const found = packs.find((pack) => pack.name === name);
  if (found === undefined) throw new Error(`there is no pack ${name}`);
  return found;
}

/**
 * The same pack as if it bound nothing: a writer then chooses among the references that fit. Arguments in `either` may also
 * come from the request's words.
 */
export function unboundPackOf(name: string, either: readonly string[] = []): Pack {
  const pack = packOf(name);
  const tools = Object.entries(pack.tools).map(([tool, declared]) => {
    const args = Object.entries(declared.arguments).map(([key, { bound, from, ...argument }]) => {
      const source = bound === undefined ? from : either.includes(key) ? undefined : 'result';
      return [key, { ...argument, ...(source && { from: source }) }] as const;
    });
    return [tool, { ...declared, arguments: Object.fromEntries(args) }] as const;
  });
  return { ...pack, tools: Object.fromEntries(tools) };
}

export const done = (ordinal: number, tool: string, result: JsonValue): StepResult => ({
  step: stepId(ordinal),
  tool,
  result,
});

export const validated = done(1, 'validate_order', {
  valid: true,
  status: 'pending',
  order_id: 4521,
  customer: 'acme-corp',
  zone: 'east',
  weight_kg: 37.5,
  items: [
    { sku: 'W-100', qty: 50 },
    { sku: 'W-200', qty: 25 },
  ],
});
export const stocked = done(2, 'check_inventory', { 'W-100': { available: 200, allocated: 50 } });
export const shipped = done(3, 'calculate_shipping', { method: 'ground', cost: 42.5, eta_days: 3 });

/** A decision from the probabilities of each head. */
export const decision = (heads: Readonly<Record<string, Readonly<Record<string, number>>>>): Decision => ({
  heads: Object.fromEntries(
    Object.entries(heads).map(([name, probabilities]) => {
      const [label, confidence] = Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
      return [name, { label, confidence, probabilities }];
    }),
  ),
});
