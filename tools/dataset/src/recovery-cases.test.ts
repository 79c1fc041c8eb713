/** The committed recovery cases, played in the real back office: the failure strikes, and after it every expected call succeeds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callTool, closeWorld, openWorld, WorldRows } from '@pitcrew/service-backoffice/world';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLogicFaults } from './logic-faults.ts';
import { RECOVERY_CASES } from './recovery-cases.ts';

const workflows = join(import.meta.dirname, '../../../workflows');
const Call = z.object({ tool: z.string(), arguments: z.record(z.string(), z.json()) });
const Fault = z.object({
  tool: z.string(),
  class: z.enum(['transient', 'input', 'logic']),
  message: z.string(),
  times: z.number().optional(),
  until: z.record(z.string(), z.json()).optional(),
  executed: z.enum(['no', 'unknown']).optional(),
});
const Case = z.object({
  request: z.string(),
  class: z.enum(['transient', 'input', 'logic']),
  world: z.unknown(),
  expect: z.object({ workflow: z.string(), calls: z.array(Call), outcome: z.string(), stop_reason: z.string() }),
  faults: z.array(Fault).length(1),
});
type Case = z.infer<typeof Case>;

const read = (split: string): Case[] =>
  readFileSync(join(workflows, `eval/recovery-${split}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Case.parse(JSON.parse(line)));
const cases = { gate: read('gate'), test: read('test') };
const all = Object.entries(cases).flatMap(([split, list]) =>
  list.map((each, index) => ({
    ...each,
    fault: each.faults[0] as z.infer<typeof Fault>,
    place: `${split} ${index + 1}`,
  })),
);
const packs = loadPacks(workflows);

/** Performs the expected calls in order, each under a key of its own; a transient failure repeats its call. */
function played({ world: rows, faults, expect: { calls } }: Case) {
  const world = openWorld({ rows: WorldRows.parse(rows), faults });
  const failures: string[] = [];
  try {
    calls.forEach(({ tool, arguments: args }, index) => {
      const context = { idempotencyKey: `call-${index}`, tenant: 'recovery', now: new Date('2026-11-20T10:00:00Z') };
      for (let tries = 0; tries < 3; tries += 1) {
        const answer = callTool(world, tool, args, context);
        if (answer.kind === 'succeeded') return;
        failures.push(`${tool} ${answer.errorClass} ${answer.message}`);
      }
      throw new Error(`${tool} ${JSON.stringify(args)} never succeeded: ${failures.join('; ')}`);
    });
  } finally {
    closeWorld(world);
  }
  return failures;
}

describe('recovery cases', () => {
  it.each(['gate', 'test'] as const)('of %s are enough of each class, in every pack that can have them', (split) => {
    const byClass = Object.groupBy(cases[split], (each) => each.class);
    for (const list of Object.values(byClass)) expect(list.length).toBe(RECOVERY_CASES[split]);
    const logicPacks = new Set(byClass.logic?.map(({ expect: { workflow } }) => workflow));
    expect([...logicPacks].sort()).toEqual(packs.map(({ name }) => name).sort());
  });

  it.each(all)('$place: every expected call succeeds in the end ($class)', (each) => {
    const failures = played(each);
    const { fault } = each;
    const strikes = (text: string) => text === `${fault.tool} ${fault.class} ${fault.message}`;
    expect(failures.every(strikes)).toBe(true);
    if (each.class === 'transient') expect(failures.length).toBe(fault.times);
    // The call before the change is not among those that succeed; a refreshed step fails once and then succeeds.
    if (each.class === 'input') expect(failures.length).toBeLessThanOrEqual(fault.until === undefined ? 1 : 0);
    if (each.class === 'logic') expect(failures.length).toBe(fault.times ?? 0);
  });

  it.each(all.filter((each) => each.class === 'logic'))('$place: ends as its repair says', (each) => {
    const { fault, expect: wanted } = each;
    const calls = wanted.calls.filter(({ tool }) => tool === fault.tool).length;
    expect(calls).toBe(fault.times === undefined ? 0 : 1);
    if (fault.times !== undefined) expect(wanted.outcome).toBe('succeeded');
    expect(wanted.stop_reason).toBe(wanted.outcome === 'succeeded' ? 'completed' : 'logic_error');
    const effects = packs
      .flatMap(({ tools }) => Object.values(tools))
      .flatMap(({ name, effect }) => (effect === 'read' ? [] : [name]));
    const done = wanted.calls.filter(({ tool }) => effects.includes(tool)).map((call) => JSON.stringify(call));
    expect(new Set(done).size).toBe(done.length);
  });

  it('say what their pack’s occasions say', () => {
    for (const { fault, expect: wanted } of all.filter((each) => each.class === 'logic')) {
      const faults = Object.values(readLogicFaults(join(workflows, wanted.workflow, 'logic-faults.yaml')));
      expect(faults.some(({ tool }) => tool === fault.tool)).toBe(true);
    }
  });
});
