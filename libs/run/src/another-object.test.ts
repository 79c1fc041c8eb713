/**
 * A tool that refuses the object of a request can have the executor try another one that the request names: "process 4621, leave 4526
 * alone". Reading it does no harm; an effect on it is a person's to approve (R7).
 */
import type { JsonObject, Plan } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { failed, planOf, play, rules, type Script, scriptedCrew, succeeded } from './scripted.ts';

const order: Plan = planOf({ s1: ['validate_order'], s2: ['confirm_order', 's1'] });

/** The first look at the order fails; what is proposed then, and later. */
function eventsOf(first: JsonObject, then: JsonObject, script: Script = {}) {
  const { events } = play(
    rules,
    'process order 4621, leave 4526 alone',
    scriptedCrew({
      plan: order,
      arguments: (tool, attempt) => (tool === 'validate_order' && attempt === 1 ? first : then),
      perform: (tool, _, args) =>
        tool === 'validate_order' && args === first ? failed('input', 'not found') : succeeded({ ok: true }),
      ...script,
    }),
  );
  return events.map(({ event }) => event.body);
}

describe('an effect after a refused call', () => {
  it.each<[asks: boolean, why: string, first: JsonObject, then: JsonObject]>([
    [true, 'on another order', { order_id: 4621 }, { order_id: 4526 }],
    [true, 'on another order, spelt as a name', { order_id: 'ORD-4621' }, { order_id: 'ORD-4526' }],
    [
      false,
      'on the same order with another warehouse',
      { order_id: 4621, warehouse: 'east' },
      { order_id: 4621, warehouse: 'west' },
    ],
    [false, 'on the same order in another spelling', { order_id: 'ord-4621' }, { order_id: '4621' }],
    [false, 'that names no object', { warehouse: 'east' }, { warehouse: 'west' }],
  ])('%s: asks a person %s', (asks, _, first, then) => {
    const kinds = eventsOf(first, then, { decideApproval: 'approve' }).map(({ kind }) => kind);
    expect(kinds.includes('approval-requested')).toBe(asks);
    expect(kinds.filter((kind) => kind === 'call-performed')).toHaveLength(3);
  });

  it('is not made when the person refuses', () => {
    const bodies = eventsOf({ order_id: 4621 }, { order_id: 4526 }, { decideApproval: 'refuse' });
    expect(bodies.filter(({ kind }) => kind === 'call-performed')).toHaveLength(2);
    expect(bodies.at(-1)).toMatchObject({ status: 'partial', stopReason: 'approval_refused' });
  });

  it('tells the person what was tried first', () => {
    const bodies = eventsOf({ order_id: 4621 }, { order_id: 4526 }, { decideApproval: 'approve' });
    expect(bodies.find(({ kind }) => kind === 'approval-requested')).toMatchObject({
      summary:
        'Done: validate_order. With order_id=4621 validate_order failed: not found; this is order_id=4526. Next: confirm_order(order_id=4526).',
    });
  });

  it('concerns an effect that comes first as well', () => {
    const script: Script = {
      plan: planOf({ s1: ['confirm_order'] }),
      arguments: (_, attempt) => ({ order_id: attempt === 1 ? 4621 : 4526 }),
      perform: (_, __, args) => (args.order_id === 4621 ? failed('input', 'not found') : succeeded({ ok: true })),
      decideApproval: 'approve',
    };
    const kinds = eventsOf({}, {}, script).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'approval-requested')).toHaveLength(1);
  });

  it('needs no second question where a person gave the arguments', () => {
    const script: Script = {
      plan: { ...order, workflow: 'reviewed-orders' },
      perform: (tool, _, args) => {
        if (tool === 'confirm_order' || args.order_id === 4526) return succeeded({ ok: true });
        return args.warehouse === 'west' ? failed('logic', 'on hold') : failed('input', 'not in the east');
      },
      arguments: (tool, attempt) => ({
        order_id: tool === 'validate_order' ? 4621 : 4526,
        warehouse: attempt === 1 ? 'east' : 'west',
      }),
      resolveReview: () => ({ kind: 'retry', arguments: { order_id: 4526 }, didNothing: true }),
    };
    const kinds = eventsOf({}, {}, script).map(({ kind }) => kind);
    expect(kinds).toContain('review-resolved');
    expect(kinds).not.toContain('approval-requested');
  });
});
