/** Recorded runs for the tests: the order of the demo, and one in which almost everything goes wrong. */
import {
  digestOf,
  digestOfText,
  type EventBody,
  InstanceId,
  type JsonObject,
  type JsonValue,
  type Outcome,
  Plan,
  RunId,
  type StoredEvent,
  stepId,
  TenantId,
} from '@pitcrew/contracts';

const run = RunId.parse('0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10');
const startMs = Date.UTC(2027, 0, 1);

/** Each body with the milliseconds since the request at which it was appended. */
export const recorded = (...entries: readonly (readonly [number, EventBody])[]): readonly StoredEvent[] =>
  entries.map(([atMs, body], index) => ({
    sequence: index + 1,
    event: {
      schemaVersion: 1,
      id: `${run}:1:${index}`,
      tenant: TenantId.parse('demo'),
      run,
      epoch: 1,
      at: new Date(startMs + atMs).toISOString(),
      traceparent: '',
      previousDigest: digestOfText(''),
      body,
    },
  }));

const usage = (outputTokens: number, ms: number) => ({
  model: 'm',
  inputTokens: 80,
  cachedTokens: 0,
  outputTokens,
  prefillMs: ms / 2,
  decodeMs: ms / 2,
});

const requested = (request: string): EventBody => ({ kind: 'run-requested', requestId: 'r', request });
const claimed: EventBody = { kind: 'run-claimed', owner: InstanceId.parse('7d1f0f52-50b1-4b7e-8a29-53d4b1a0a1c2') };

const routed = (workflow: string | undefined): EventBody => ({
  kind: 'run-routed',
  route: {
    ...(workflow === undefined ? {} : { workflow }),
    workflowConfidence: 0.99,
    clarity: 'clear',
    clarityConfidence: 0.97,
  },
  question: '',
  usage: usage(0, 22),
});

const planned = (workflow: string, variation: string, steps: readonly [string, ...number[]][]): EventBody => ({
  kind: 'plan-proposed',
  plan: Plan.parse({
    workflow,
    variation,
    version: 1,
    steps: steps.map(([tool, ...after], index) => ({
      id: `s${index + 1}`,
      tool,
      dependsOn: after.map((one) => `s${one}`),
    })),
  }),
  packDigest: digestOfText('pack'),
  confidence: 0.98,
  usage: usage(0, 20),
});

export const proposed = (step: number, tool: string, args: JsonObject, attempt = 1): EventBody => ({
  kind: 'call-proposed',
  step: stepId(step),
  item: 0,
  attempt,
  tool,
  arguments: args,
  sources: [],
  argumentDigest: digestOf(args),
  idempotencyKey: `k${step}`,
  usage: usage(9, 120),
});

const performed = (step: number, outcome: Outcome, attempt = 1, performance = 1): EventBody => ({
  kind: 'call-performed',
  step: stepId(step),
  item: 0,
  attempt,
  performance,
  outcome,
  latencyMs: 4.2,
});
const ok = (result: JsonValue): Outcome => ({ kind: 'succeeded', result });

const judged = (step: number, attempt = 1, findings: string[] = []): EventBody => ({
  kind: 'step-judged',
  step: stepId(step),
  item: 0,
  attempt,
  verdict: { passed: findings.length === 0, confidence: 0.96, findings },
  usage: usage(0, 18),
});
const succeeded = (step: number): EventBody => ({ kind: 'step-succeeded', step: stepId(step) });

const order = { valid: true, status: 'pending', zone: 'east', items: [{ sku: 'W-100', qty: 50 }] };
const shipping = { method: 'ground', cost: 42.5, eta_days: 3 };
const confirmation = { confirmed: true, confirmation_id: 'CNF-88421' };

export const orderRun = recorded(
  [0, requested('Process order #4521 for customer acme-corp')],
  [8, claimed],
  [35, routed('order-processing')],
  [60, planned('order-processing', 'full', [['validate_order'], ['calculate_shipping', 1], ['confirm_order', 2]])],
  [190, proposed(1, 'validate_order', { order_id: 4521, customer: 'acme-corp' })],
  [196, performed(1, ok(order))],
  [215, judged(1)],
  [216, succeeded(1)],
  [340, proposed(2, 'calculate_shipping', { order_id: 4521, zone: 'east', weight_kg: 37.5 })],
  [346, performed(2, ok(shipping))],
  [364, judged(2)],
  [365, succeeded(2)],
  [480, proposed(3, 'confirm_order', { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 })],
  [
    500,
    {
      kind: 'call-judged',
      step: stepId(3),
      item: 0,
      attempt: 1,
      verdict: { passed: true, confidence: 0.94, findings: [] },
      usage: usage(0, 18),
    },
  ],
  [506, performed(3, ok(confirmation))],
  [525, judged(3)],
  [526, succeeded(3)],
  [545, { kind: 'run-judged', verdict: { passed: true, confidence: 0.97, findings: [] }, usage: usage(0, 18) }],
  [
    550,
    {
      kind: 'run-finished',
      status: 'succeeded',
      stopReason: 'completed',
      result: { s1: order, s2: shipping, s3: confirmation },
      account: 'All 3 steps are done.',
      confidence: 0.94,
    },
  ],
);

const digest = digestOf({ order_id: 4523 });

export const troubledRun = recorded(
  [0, requested('Process order #4523\u001b[2J')],
  [5, claimed],
  [30, routed('order-processing')],
  [50, planned('order-processing', 'full', [['validate_order'], ['confirm_order', 1]])],
  [100, proposed(1, 'validate_order', { order_id: 4532 })],
  [106, performed(1, { kind: 'failed', errorClass: 'input', executed: 'no', message: 'order_id 4532 not found' })],
  [200, proposed(1, 'validate_order', { order_id: 4523 }, 2)],
  [206, performed(1, { kind: 'failed', errorClass: 'transient', executed: 'no', message: 'rate limited' }, 2)],
  [410, performed(1, ok({ valid: true }), 2, 2)],
  [430, judged(1, 2)],
  [431, succeeded(1)],
  [500, proposed(2, 'confirm_order', { order_id: 4523 })],
  [
    510,
    {
      kind: 'approval-requested',
      step: stepId(2),
      item: 0,
      planVersion: 1,
      tool: 'confirm_order',
      arguments: { order_id: 4523 },
      argumentDigest: digest,
      summary: 'Order 4523 is valid.\nConfirming it costs 520.00.',
      expiresAt: '2027-01-02T00:00:00.000Z',
    },
  ],
  [512, { kind: 'run-parked', waitingFor: [stepId(2)] }],
  [
    9000,
    {
      kind: 'approval-decided',
      step: stepId(2),
      item: 0,
      planVersion: 1,
      tool: 'confirm_order',
      argumentDigest: digest,
      approved: false,
      decidedBy: 'ada',
      reason: 'too dear',
    },
  ],
  [9020, claimed],
  [9030, { kind: 'step-failed', step: stepId(2), stopReason: 'approval_refused', message: 'ada refused it: too dear' }],
  [
    9040,
    {
      kind: 'run-finished',
      status: 'partial',
      stopReason: 'approval_refused',
      result: { s1: { valid: true } },
      account: 'Done: validate_order.\nNot done: confirm_order, which ada refused: too dear.',
      confidence: 0.9,
    },
  ],
);

export const uncoveredRun = recorded(
  [0, requested('Translate our staff handbook into Dutch')],
  [5, claimed],
  [30, routed(undefined)],
  [
    35,
    {
      kind: 'run-finished',
      status: 'failed',
      stopReason: 'no_workflow',
      result: {},
      account: 'No workflow covers this request.',
      confidence: 0.99,
    },
  ],
);
