/** A run that stops for an approval, event by event, for the tests of this folder. */
import {
  type BodyOf,
  digestOf,
  digestOfText,
  type EventBody,
  InstanceId,
  Plan,
  RunId,
  type StoredEvent,
  stepId,
  TenantId,
} from '@pitcrew/contracts';

export const tenant = TenantId.parse('acme');
export const run = RunId.parse('0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10');
const owner = InstanceId.parse('7d1f0f52-50b1-4b7e-8a29-53d4b1a0a1c2');
const usage = { model: 'm', inputTokens: 10, cachedTokens: 0, outputTokens: 2, prefillMs: 1, decodeMs: 2 };

export const requested: EventBody = { kind: 'run-requested', requestId: 'r-1', request: 'Process order #4521' };

export const routed: EventBody = {
  kind: 'run-routed',
  route: { workflow: 'order-processing', workflowConfidence: 0.99, clarity: 'clear', clarityConfidence: 0.98 },
  question: '',
  usage,
};

const planned: EventBody = {
  kind: 'plan-proposed',
  plan: Plan.parse({
    workflow: 'order-processing',
    variation: 'full',
    version: 1,
    steps: [
      { id: 's1', tool: 'validate_order', dependsOn: [] },
      { id: 's2', tool: 'confirm_order', dependsOn: ['s1'] },
    ],
  }),
  packDigest: digestOfText('pack'),
  confidence: 0.97,
  usage,
};

const proposal = (step: number, tool: string, args: Readonly<Record<string, number>>): EventBody => ({
  kind: 'call-proposed',
  step: stepId(step),
  item: 0,
  attempt: 1,
  tool,
  arguments: args,
  sources: [],
  argumentDigest: digestOf(args),
  idempotencyKey: `key-${step}`,
  usage,
});

const passed = { passed: true, confidence: 0.9, findings: [] };
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

/** Events a second apart, from sequence 10 in steps of 3, as other runs' events lie between. */
export const log = (...bodies: readonly EventBody[]): readonly StoredEvent[] =>
  bodies.map((body, index) => ({
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

export const toTheApprovalBodies: readonly EventBody[] = [
  requested,
  { kind: 'run-claimed', owner },
  routed,
  planned,
  proposal(1, 'validate_order', { order_id: 4521 }),
  {
    kind: 'call-performed',
    step: stepId(1),
    item: 0,
    attempt: 1,
    performance: 1,
    outcome: { kind: 'succeeded', result: { valid: true } },
    latencyMs: 4.4,
  },
  { kind: 'step-judged', step: stepId(1), item: 0, attempt: 1, verdict: passed, usage },
  { kind: 'step-succeeded', step: stepId(1) },
  proposal(2, 'confirm_order', dear),
  { kind: 'call-judged', step: stepId(2), item: 0, attempt: 1, verdict: passed, usage },
  approvalAsked,
];
export const toTheApproval = log(...toTheApprovalBodies);

export const parked: EventBody = { kind: 'run-parked', waitingFor: [stepId(2)] };

export const refusedAndFinished: readonly EventBody[] = [
  {
    kind: 'run-finished',
    status: 'partial',
    stopReason: 'approval_refused',
    result: { s1: { valid: true } },
    account: 'Validated the order. Confirming it was refused.',
    confidence: 0.9,
  },
];
