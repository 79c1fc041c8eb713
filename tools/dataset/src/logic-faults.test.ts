/** The wordings of impossible states: enough of them, none in two splits, each with a repair that makes sense for its tool. */
import { join } from 'node:path';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { givesOccasion, isStop, logicMessage, readLogicFaults } from './logic-faults.ts';
import type { Covered } from './requests.ts';
import { parseTemplate, textOf } from './slots.ts';

const workflows = join(import.meta.dirname, '../../../workflows');
const packs = loadPacks(workflows).map((pack) => ({
  pack,
  faults: readLogicFaults(join(workflows, pack.name, 'logic-faults.yaml')),
}));
const all = packs.flatMap(({ pack, faults }) =>
  Object.entries(faults).map(([name, fault]) => ({ pack, name, fault, place: `${pack.name} ${name}` })),
);

const asked = (workflow: string, variation: string, marked = 'x'): Covered => {
  const template = parseTemplate(marked);
  const common = { kind: 'covered', id: 'x:1', voice: 'v01', also: [], when: undefined } as const;
  return { ...common, workflow, variation, template, request: textOf(template) };
};

describe('impossible states', () => {
  it('have three occasions in every pack', () => {
    for (const { faults } of packs) expect(Object.keys(faults).length).toBeGreaterThanOrEqual(3);
  });

  it.each(all)('of $place have wordings of their own in each split', ({ fault: { messages } }) => {
    expect(messages.train.length).toBeGreaterThanOrEqual(12);
    expect(messages.gate.length).toBeGreaterThanOrEqual(4);
    expect(messages.test.length).toBeGreaterThanOrEqual(4);
  });

  it('share no wording, whatever its numbers', () => {
    const shapes = all.flatMap(({ fault: { messages } }) =>
      Object.values(messages)
        .flat()
        .map((message) => message.toLowerCase().replace(/\d/g, '0')),
    );
    expect(shapes.filter((shape, index) => shapes.indexOf(shape) < index)).toEqual([]);
  });

  it('end the run in a third of the wordings at least', () => {
    const count = (faults: typeof all) => faults.flatMap(({ fault }) => fault.messages.train).length;
    expect(count(all.filter(({ fault }) => isStop(fault.repair))) / count(all)).toBeGreaterThan(1 / 3);
  });

  it.each(all)('of $place can be met by a request of its pack', ({ pack, fault }) => {
    const possible = Object.keys(pack.variations).filter((variation) =>
      givesOccasion(pack, fault, asked(pack.name, variation)),
    );
    expect(possible).not.toEqual([]);
  });

  it.each(all)('of $place name only what every request has', ({ pack, fault: { messages } }) => {
    const named = Object.values(messages)
      .flat()
      .flatMap((message) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    for (const name of named) expect(Object.keys(pack.vital)).toContain(name);
  });

  it('are told with the words of the request', () => {
    const row = asked('order-processing', 'full', 'book {order_id:4999}');
    expect(logicMessage('order {order_id} was cancelled', row)).toBe('order 4999 was cancelled');
  });
});
