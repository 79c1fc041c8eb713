/** What is learnt of runs: which examples a log holds, how they are redacted, and that a team's folder can be built of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunEvent, type StoredEvent } from '@pitcrew/contracts';
import { type Answer, failed, orderPlan, play, scriptedCrew, succeeded } from '@pitcrew/run/scripted';
import { escalatingCrew, hybridRules } from '@pitcrew/run/scripted-escalation';
import { vocabularyOf } from '@pitcrew/service-frontier/redaction';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { examplesOfRun } from './examples-of-run.ts';
import { hidingOf } from './hiding.ts';
import { rowsOfExamples } from './rows-of-examples.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../../workflows'));
const REQUEST = 'The usual for order 4521 of Acme-Corp, mail jo@acme.example, phone 0171234567';
const run = (answer: Answer): readonly StoredEvent[] => play(hybridRules, REQUEST, answer).events;

/** What the steps of the order took and gave, each value from the request or from a result before it. */
const calls: Readonly<Record<string, { readonly arguments: object; readonly result: object }>> = {
  validate_order: {
    arguments: { order_id: 4521, customer: 'Acme-Corp' },
    result: {
      ...{ valid: true, status: 'pending', order_id: 4521, customer: 'Acme-Corp', zone: 'east', weight_kg: 3 },
      items: [{ sku: 'W-100', qty: 2 }],
    },
  },
  check_inventory: { arguments: { skus: ['W-100'], quantities: [2] }, result: { 'W-100': { available: 9 } } },
  calculate_shipping: {
    arguments: { order_id: 4521, zone: 'east', weight_kg: 3 },
    result: { method: 'ground', cost: 18.5, eta_days: 4 },
  },
  confirm_order: {
    arguments: { order_id: 4521, shipping_method: 'ground', shipping_cost: 18.5 },
    result: { confirmed: true, confirmation_id: 'CONF-1' },
  },
};
const crew = {
  arguments: (tool: string) => (calls[tool]?.arguments ?? {}) as never,
  perform: (tool: string) => succeeded((calls[tool]?.result ?? {}) as never),
};
const answered = run(escalatingCrew(crew, { budget: ['granted'], frontier: orderPlan }));

describe('examples of a run', () => {
  it('are the plan that the frontier made, with the calls that it led to', () => {
    const [example, ...others] = examplesOfRun(answered);
    expect(others).toEqual([]);
    expect(example).toMatchObject({ kind: 'escalated', workflow: 'order-processing' });
    expect(example?.kind === 'escalated' && example.calls.map(({ tool }) => tool)).toEqual([
      'validate_order',
      'check_inventory',
      'calculate_shipping',
      'confirm_order',
    ]);
  });

  it('are what would have been escalated, when there was no budget', () => {
    const examples = examplesOfRun(run(escalatingCrew(crew, { budget: ['refused'], frontier: orderPlan })));
    expect(examples.map(({ kind }) => kind)).toEqual(['would-have-escalated']);
  });

  it('are steps that a changed call got over', () => {
    const script = {
      arguments: (_: string, attempt: number) => ({ warehouse: attempt > 1 ? 'west' : 'east' }),
      perform: (tool: string, __: number, args: { warehouse?: unknown }) =>
        tool === 'check_inventory' && args.warehouse === 'east'
          ? failed('input', 'east is shut')
          : succeeded({ ok: true }),
    };
    const { events } = play({ ...hybridRules, hybrid: false }, REQUEST, scriptedCrew(script as never));
    expect(examplesOfRun(events)).toMatchObject([
      {
        kind: 'repaired',
        tool: 'check_inventory',
        failures: [{ message: 'east is shut' }],
        mended: { warehouse: 'west' },
      },
    ]);
  });

  it('are what a person did about a failed step, as a log of the run machine holds it', () => {
    const golden = join(import.meta.dirname, '../../../../libs/run/golden/review-retried.json');
    const events = JSON.parse(readFileSync(golden, 'utf8')).map(
      ({ sequence, event }: { sequence: number; event: unknown }) => ({ sequence, event: RunEvent.parse(event) }),
    );
    const examples = examplesOfRun(events);
    expect(examples.find(({ kind }) => kind === 'reviewed')).toMatchObject({
      tool: 'confirm_order',
      resolution: { kind: 'retry' },
    });
    expect(rowsOfExamples(examples, packs, 'salt').reviewed).toHaveLength(1);
  });

  it('are none of a run that goes on', () => {
    expect(examplesOfRun(answered.slice(0, -1))).toEqual([]);
  });
});

describe('exported rows', () => {
  const examples = examplesOfRun(answered);
  const rows = rowsOfExamples([...examples, ...examples], packs, 'salt');
  const [row] = rows.requests.get('order-processing') ?? [];

  it('hold each request once, with its variation and its calls', () => {
    expect(rows.leftOut).toEqual({ near: 1, unsayable: 0, unfit: 0 });
    expect(row).toMatchObject({ variation: 'full', from: { kind: 'escalated' } });
  });

  it('say neither who nor which', () => {
    const text = JSON.stringify(row);
    for (const word of ['4521', 'Acme', 'acme', 'jo@', '0171234567', examples[0]?.provenance.run ?? '?'])
      expect(text).not.toContain(word);
  });

  it('still fit together: the number of the request is that of the calls', () => {
    const number = /order (\d+)/.exec(row?.request ?? '')?.[1];
    expect(row?.calls).toMatchObject([{ arguments: { order_id: Number(number) } }, {}, {}, {}]);
  });
});

it('rows whose calls do not follow from their request are left out, for one would spoil the folder', () => {
  const strange = {
    ...crew,
    arguments: (tool: string) =>
      tool === 'validate_order' ? ({ order_id: 4521, customer: 'Globex' } as never) : crew.arguments(tool),
  };
  const events = run(escalatingCrew(strange, { budget: ['granted'], frontier: orderPlan }));
  const { requests, leftOut } = rowsOfExamples(examplesOfRun(events), packs, 'salt');
  expect([...requests]).toEqual([]);
  expect(leftOut.unfit).toBe(1);
});

it('a request that led to no call says neither who nor which', () => {
  const unanswered = examplesOfRun(run(escalatingCrew(crew, { budget: ['refused'], frontier: orderPlan })));
  const [row] = rowsOfExamples(unanswered, packs, 'salt').unlabelled;
  for (const word of ['4521', 'Acme', 'jo@', '0171234567']) expect(JSON.stringify(row)).not.toContain(word);
});

describe('hiding', () => {
  const hide = hidingOf(vocabularyOf(packs), ['INV-4521'], 'salt');
  it.each([
    ['a key', 'use sk-abcdefghijklmnop', /use \[secret\]/],
    ['a password', 'password: hunter2 please', /^password: \[secret\] please/],
    ['a mail address', 'write to a.b@c.org', /write to [0-9a-f]{8}@example\.com/],
    ['a long number', 'card 4111111111111111', /card [1-9]{16}/],
    ['a name that no call took', 'for Kirsten Okonkwo please', /^for (?!Kirsten)\S+ (?!Okonkwo)\S+ please$/],
  ])('hides %s', (_, text, expected) => {
    expect(hide.text(text)).toMatch(expected);
  });

  it('hides who a result speaks of, although the request does not', () => {
    const result = { customer: 'Lucie Abbott', status: 'pending', order_id: 77, weight_kg: 3, since: '2026-11-04' };
    const hidden = hide.value(result);
    expect(hidden).toMatchObject({ status: 'pending', weight_kg: 3, since: '2026-11-04' });
    expect(hidden.customer).not.toMatch(/Lucie|Abbott/);
    expect(hidden.order_id).not.toBe(77);
  });

  it('is the same wherever a value stands, and leaves amounts alone', () => {
    expect(hide.text('refund inv-4521')).toBe(`refund ${hide.text('inv-4521')}`);
    expect(hide.value({ invoice_id: 'inv-4521' }).invoice_id).toBe(hide.text('inv-4521'));
    expect(hide.text('if under 500 euros')).toBe('if under 500 euros');
    expect(hide.text('refund 4 521').replace(/\D/g, '')).toBe(hide.text('refund 4521').replace(/\D/g, ''));
  });
});
