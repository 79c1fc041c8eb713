/** The loop of the single model, with a scripted one: its calls meet the real tools of the example back office. */
import { join } from 'node:path';
import { parseCases } from '@pitcrew/cli/eval';
import { nothingUsed } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { singleCases, singleOutcome } from './single.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../../workflows'));

/** Writes these turns one after the other. */
function scripted(...turns: readonly (readonly string[])[]): Pick<Writer, 'write'> {
  const left = [...turns];
  return {
    write: async () => {
      const values = left.shift() ?? ['done'];
      return {
        values,
        confidences: values.map(() => 1),
        usage: { ...nothingUsed('scripted'), outputTokens: values.length },
      };
    },
  };
}

const tracked = { tool: 'track_shipment', arguments: { tracking_id: 'PK-88213' } };
const caseOf = (expected: object, faults: readonly object[] = []) =>
  parseCases(
    JSON.stringify({
      request: 'where is PK-88213?',
      world: { shipments: [{ tracking_id: 'PK-88213', status: 'in transit' }] },
      now: '2026-11-20T10:00:00.000Z',
      faults,
      expect: {
        workflow: 'shipment-tracking',
        plan: [{ tool: 'track_shipment', after: [] }],
        calls: [tracked],
        outcome: 'succeeded',
        stop_reason: 'completed',
        ...expected,
      },
    }),
    'cases',
  )[0]!;

describe('the single model', () => {
  it('is right when it made the expected calls and stopped', async () => {
    const outcome = await singleOutcome(scripted(['track_shipment'], ['done']), packs, caseOf({}));
    expect(outcome).toMatchObject({ right: { calls: true, outcome: true, stop_reason: true }, stepsBegun: 1 });
    expect(outcome.sampledTokens).toBe(2);
  });

  it('is wrong when it goes on, or stops before', async () => {
    const further = await singleOutcome(
      scripted(['track_shipment'], ['estimate_arrival'], ['done']),
      packs,
      caseOf({}),
    );
    expect(further.right).toMatchObject({ calls: false, outcome: true });
    const before = await singleOutcome(scripted(['done']), packs, caseOf({}));
    expect(before.right).toMatchObject({ calls: false });
  });

  it('has a passing fault repeated for it, and is shown any other', async () => {
    const busy = { tool: 'track_shipment', class: 'transient', message: 'busy', times: 2 };
    const through = await singleOutcome(scripted(['track_shipment'], ['done']), packs, caseOf({}, [busy]));
    expect(through.right).toMatchObject({ calls: true, outcome: true });
    const strange = { tool: 'track_shipment', class: 'input', message: 'no', times: 1 };
    const again = await singleOutcome(scripted(['track_shipment'], ['track_shipment']), packs, caseOf({}, [strange]));
    expect(again.right).toMatchObject({ calls: true, outcome: true });
    const lost = { tool: 'track_shipment', class: 'logic', message: 'lost at sea' };
    const ends = await singleOutcome(scripted(['track_shipment']), packs, caseOf({}, [lost]));
    expect([ends.stopReason, ends.right.outcome]).toEqual(['logic_error', false]);
  });

  it('is asked only what expects a plan', () => {
    const unclear = parseCases('{"request":"do it","expect":{"workflow":null,"outcome":"failed"}}', 'cases');
    expect(singleCases([...unclear, caseOf({})])).toHaveLength(1);
  });
});
