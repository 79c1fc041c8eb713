/** A run that stops for an approval and then ends, for the tests of this folder. */
import {
  type BodyOf,
  digestOf,
  digestOfText,
  type EventBody,
  RunId,
  type StoredEvent,
  stepId,
  TenantId,
} from '@pitcrew/contracts';

export const tenant = TenantId.parse('acme');
export const run = RunId.parse('0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10');

const dear = { order_id: 4521, shipping_cost: 612.5 };

export const approvalAsked: BodyOf<'approval-requested'> = {
  kind: 'approval-requested',
  step: stepId(2),
  item: 0,
  planVersion: 1,
  tool: 'confirm_order',
  arguments: dear,
  argumentDigest: digestOf(dear),
  summary: 'Order 4521 is valid. Confirming it costs 612.50.',
  expiresAt: '2027-01-02T00:00:00.000Z',
};

export const finished: BodyOf<'run-finished'> = {
  kind: 'run-finished',
  status: 'succeeded',
  stopReason: 'completed',
  result: { s1: { valid: true }, s2: { confirmation: 'CNF-1' } },
  account: 'Validated the order and confirmed it.',
  confidence: 0.9,
};

const bodies: readonly EventBody[] = [
  { kind: 'run-requested', requestId: 'r-1', request: 'Process order #4521' },
  approvalAsked,
  { kind: 'run-parked', waitingFor: [stepId(2)] },
  {
    kind: 'approval-decided',
    ...{ step: stepId(2), item: 0, planVersion: 1, tool: 'confirm_order', argumentDigest: digestOf(dear) },
    ...{ approved: true, decidedBy: 'kim', reason: '' },
  },
  { kind: 'step-succeeded', step: stepId(2) },
  finished,
];

/** From sequence 10 in steps of 3, as other runs' events lie between. */
export const events: readonly StoredEvent[] = bodies.map((body, index) => ({
  sequence: 10 + index * 3,
  event: {
    schemaVersion: 1,
    id: `${run}:test:${index}`,
    tenant,
    run,
    epoch: index === 0 ? 0 : 1,
    at: new Date(Date.UTC(2027, 0, 1, 0, 0, index)).toISOString(),
    traceparent: '',
    previousDigest: digestOfText(''),
    body,
  },
}));
