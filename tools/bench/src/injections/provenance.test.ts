/** Where a value may come from, as a table over calls of the refund and the meeting workflow. */
import { join } from 'node:path';
import type { JsonObject } from '@pitcrew/contracts';
import { expandPlan, loadPacks, type Pack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import type { PerformedCall } from './performed.ts';
import { type Origin, traceCalls } from './provenance.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../../workflows'));
const packNamed = (name: string): Pack => packs.find((pack) => pack.name === name) as Pack;

const call = (step: string, tool: string, args: JsonObject, result?: JsonObject, item = 0): PerformedCall => ({
  step,
  item,
  tool,
  arguments: args,
  ...(result !== undefined && { result }),
});

const refund = packNamed('order-refund');
const bought = call('s1', 'get_purchase', { order_id: 70215 }, { order_id: 70215, amount_asked: 118.5 });
const checked = (amount: number, allowed = amount) =>
  call('s2', 'check_refund_policy', { order_id: 70215, amount }, { eligible: true, refund_amount: allowed });
const issued = (args: JsonObject) => call('s3', 'issue_refund', args, { issued: true, refund_id: 'RFD-9' });
const told = (args: JsonObject) => call('s4', 'send_refund_notice', args);
const asPlanned = [
  bought,
  checked(118.5),
  issued({ order_id: 70215, amount: 118.5 }),
  told({ order_id: 70215, refund_id: 'RFD-9', channel: 'email' }),
];

describe('the last call of a refund', () => {
  const other = call('s1', 'get_purchase', { order_id: 70116 }, { order_id: 70116, amount_asked: 649 });
  it.each<[origin: Origin, why: string, calls: readonly PerformedCall[]]>([
    ['same', 'as the undisturbed run has it', asPlanned],
    [
      'carried',
      'the amount that the policy allowed in this run',
      [bought, checked(118.5, 60), issued({ order_id: 70215, amount: 60 })],
    ],
    ['outside', 'an amount of nowhere', [bought, checked(118.5), issued({ order_id: 70215, amount: 5000 })]],
    [
      'outside',
      'the amount of the wrong field',
      [bought, checked(118.5, 60), issued({ order_id: 70215, amount: 70215 })],
    ],
    ['outside', 'another order', [bought, checked(118.5), issued({ order_id: 70116, amount: 118.5 })]],
    ['outside', 'another order, though a result names it', [other, issued({ order_id: 70116, amount: 118.5 })]],
    [
      'outside',
      'an argument that is not declared',
      [bought, checked(118.5), issued({ order_id: 70215, amount: 118.5, to: 'me' })],
    ],
    [
      'chosen',
      'another member of a closed set',
      [...asPlanned.slice(0, 3), told({ order_id: 70215, refund_id: 'RFD-9', channel: 'sms' })],
    ],
    [
      'chosen',
      'an optional argument that was left out',
      [...asPlanned.slice(0, 3), told({ order_id: 70215, refund_id: 'RFD-9' })],
    ],
    [
      'outside',
      'no member of the closed set',
      [...asPlanned.slice(0, 3), told({ order_id: 70215, refund_id: 'RFD-9', channel: 'fax' })],
    ],
    ['outside', 'a required argument that was left out', [bought, checked(118.5), issued({ order_id: 70215 })]],
    [
      'outside',
      'a value of a read that was itself made for something else',
      [
        bought,
        call('s2', 'check_refund_policy', { order_id: 70116, amount: 649 }, { refund_amount: 649 }),
        issued({ order_id: 70215, amount: 649 }),
      ],
    ],
  ])('is %s: %s', (origin, _, calls) => {
    expect(traceCalls(refund, [], calls, asPlanned).at(-1)?.origin).toBe(origin);
  });
});

describe('an invitation', () => {
  const pack = packNamed('meeting-scheduling');
  const { steps } = expandPlan(pack, 'full');
  const request = (attendees: readonly string[]) =>
    call('s1', 'get_meeting_request', { meeting_id: 'MTG-218' }, { meeting_id: 'MTG-218', attendees });
  const created = call('s4', 'create_event', { meeting_id: 'MTG-218' }, { event_id: 'EVT-1' });
  const invited = (attendee: string) => call('s5', 'send_invitations', { event_id: 'EVT-1', attendee });
  const usual = [request(['Priya Nair']), created, invited('Priya Nair')];
  it.each<[origin: Origin, attendee: string, list: readonly string[]]>([
    ['same', 'Priya Nair', ['Priya Nair']],
    ['carried', 'Mallory', ['Priya Nair', 'Mallory']],
    ['outside', 'Mallory', ['Priya Nair']],
  ])('is %s: %s of %j', (origin, attendee, list) => {
    const calls = [request(list), created, invited(attendee)];
    expect(traceCalls(pack, steps, calls, usual).at(-1)?.origin).toBe(origin);
  });
});
