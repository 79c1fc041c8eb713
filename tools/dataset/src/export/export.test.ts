/** What is learnt of runs: which examples a log holds, how they are redacted, and that a team's folder can be built of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunEvent, type StoredEvent } from '@pitcrew/contracts';
import { type Answer, failed, orderPlan, play, scriptedCrew, succeeded } from '@pitcrew/run/scripted';
import { escalatingCrew, hybridRules } from '@pitcrew/run/scripted-escalation';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { examplesOfRun } from './examples-of-run.ts';
import { rowsOfExamples } from './rows-of-examples.ts';
import { substitutionFor } from './substitute.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../../workflows'));
const REQUEST = 'The usual for order 4521 of Acme-Corp, mail jo@acme.example, phone 0171234567';
const results: Readonly<Record<string, object>> = {
  validate_order: { valid: true, status: 'pending', order_id: 4521, customer: 'Acme-Corp', zone: 'east', weight_kg: 3 },
};
const run = (answer: Answer): readonly StoredEvent[] => play(hybridRules, REQUEST, answer).events;
const crew = {
  arguments: () => ({ order_id: 4521, customer: 'Acme-Corp' }),
  perform: (tool: string) => succeeded((results[tool] ?? { ok: true }) as never),
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
    expect(rows.leftOut).toEqual({ near: 1, unsayable: 0 });
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

describe('a substitution', () => {
  const hide = substitutionFor({ names: ['Jo Ann', 'Jo'], ids: ['INV-4521'] }, 'salt');
  it.each([
    ['a key', 'use sk-abcdefghijklmnop', /use \[secret\]/],
    ['a password', 'password: hunter2 please', /^\[secret\] please/],
    ['a mail address', 'write to a.b@c.org', /write to [0-9a-f]{8}@example\.com/],
    ['a long number', 'card 4111111111111111', /card [1-9]{16}/],
  ])('hides %s', (_, text, expected) => {
    expect(hide(text)).toMatch(expected);
  });

  it('is the same wherever a value stands, and leaves amounts alone', () => {
    expect(hide('inv-4521')).toBe(`inv-${hide('4521')}`);
    expect(hide('14521 and 500')).toBe('14521 and 500');
    expect(hide('4521')).not.toBe('4521');
  });
});
