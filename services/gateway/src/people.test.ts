/** The questions to people, over a real message bus: one record in the queue and in the stream, and what a bad answer meets. */
import { randomUUID } from 'node:crypto';
import type { Bus } from '@pitcrew/bus';
import {
  type BodyOf,
  type EventBody,
  newRunId,
  type ReviewResolution,
  type RunId,
  type StepId,
  stepId,
  TenantId,
} from '@pitcrew/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalAsked, parked, refusedAndFinished, toTheApprovalBodies } from './run.fixture.ts';
import { appendFacts, type GatewayClient, type ServedGateway, serveGateway } from './served-gateway.fixture.ts';

let served: ServedGateway;
let bus: Bus;
let gateway: GatewayClient;
let now = new Date('2027-01-01T12:00:00.000Z');

beforeAll(async () => {
  served = await serveGateway({ now: () => now });
  ({ bus, client: gateway } = served);
}, 30_000);

afterAll(() => served?.[Symbol.asyncDispose]());

const soon = { deadlineMs: 5000 };
const everything = { includeDecided: true, pageSize: 0, pageToken: '' };
const pendingOnly = { ...everything, includeDecided: false };

/** A tenant of its own, and a run whose owner has written these facts. */
async function recorded(bodies: readonly EventBody[], request = 'Process order #4521', clarify = false) {
  const tenant = TenantId.parse(`t-${randomUUID()}`);
  const submission = { tenant, requestId: randomUUID(), request, ...(clarify && { clarify }) };
  const { run } = await gateway.submitRun(submission, soon);
  const append = (more: readonly EventBody[]) => appendFacts(bus, { tenant, run }, more, now);
  await append(bodies);
  const bodiesNow = async () =>
    (await bus.log.read(tenant, run)).flatMap((entry) => (entry.kind === 'event' ? [entry.event.body] : []));
  return { tenant, run, append, bodiesNow };
}

const toTheApproval = [...toTheApprovalBodies.slice(1), parked];

const reviewAsked: BodyOf<'review-requested'> = {
  kind: 'review-requested',
  step: stepId(2),
  item: 0,
  attempt: 1,
  tool: 'confirm_order',
  stopReason: 'logic_error',
  message: 'order 4521 is on hold',
  summary: 'Done: validate_order.',
  call: {
    arguments: approvalAsked.arguments,
    idempotencyKey: 'key-2',
    executed: 'no',
    message: 'order 4521 is on hold',
  },
  offers: ['retry', 'skip', 'take-over', 'abort'],
  declared: {
    arguments: {
      order_id: { type: 'integer', optional: false },
      shipping_cost: { type: 'number', optional: false, maximum: 1000 },
    },
    result: { confirmed: 'boolean' },
  },
  expiresAt: '2027-01-02T00:00:00.000Z',
};
const performed: EventBody = {
  ...{ kind: 'call-performed', step: stepId(2), item: 0, attempt: 1, performance: 1, latencyMs: 4 },
  outcome: { kind: 'failed', errorClass: 'logic', executed: 'no', message: reviewAsked.message },
};
const toTheReview: readonly EventBody[] = [
  ...toTheApprovalBodies.slice(1, -1),
  performed,
  { kind: 'step-failed', step: stepId(2), stopReason: 'logic_error', message: reviewAsked.message },
  reviewAsked,
  { kind: 'run-parked', waitingFor: [stepId(2)] },
];
const { kind: _, ...reviewRecord } = reviewAsked;

describe('ListApprovals', () => {
  const decide = (tenant: TenantId, run: RunId) => {
    const { step, item, planVersion, tool, argumentDigest } = approvalAsked;
    const bound = { step, item, planVersion, tool, argumentDigest };
    return gateway.decideApproval({ tenant, run, ...bound, approved: true, decidedBy: 'ada', reason: 'fine' }, soon);
  };

  it('shows what the stream shows, until somebody has decided', async () => {
    const { tenant, run } = await recorded(toTheApproval);
    const { kind: __, ...asked } = approvalAsked;
    const shared = { run, workflow: 'order-processing', request: 'Process order #4521', asked };
    const list = async (filter: typeof everything) =>
      (await gateway.listApprovals({ tenant, ...filter }, soon)).approvals;
    expect(await list(pendingOnly)).toEqual([{ ...shared, approvalState: 'pending' }]);
    await decide(tenant, run);
    expect(await list(pendingOnly)).toEqual([]);
    const decided = { approvalState: 'approved', decidedBy: 'ada', reason: 'fine' };
    expect(await list(everything)).toEqual([{ ...shared, ...decided }]);
  });

  it.each([
    ['its workflow', { workflow: 'order-processing' }, 1],
    ['another workflow', { workflow: 'incident-triage' }, 0],
    ['its step', { step: 's2' as StepId }, 1],
    ['another step', { step: 's1' as StepId }, 0],
  ])('filters by %s', async (_what, filter, found) => {
    const { tenant } = await recorded(toTheApproval);
    expect((await gateway.listApprovals({ tenant, ...pendingOnly, ...filter }, soon)).approvals).toHaveLength(found);
  });

  it('shows no other tenant’s, and says what became of those that nobody decided', async () => {
    const { tenant, append } = await recorded(toTheApproval);
    const other = TenantId.parse('other');
    expect((await gateway.listApprovals({ tenant: other, ...everything }, soon)).approvals).toEqual([]);
    await append(refusedAndFinished);
    expect((await gateway.listApprovals({ tenant, ...pendingOnly }, soon)).approvals).toEqual([]);
    const { approvals } = await gateway.listApprovals({ tenant, ...everything }, soon);
    expect(approvals).toMatchObject([{ approvalState: 'void' }]);
  });

  it('turns pages over runs', async () => {
    const { tenant } = await recorded(toTheApproval);
    for (let more = 0; more < 20; more += 1)
      await gateway.submitRun({ tenant, requestId: `later ${more}`, request: 'later' }, soon);
    const found: unknown[] = [];
    for (let pageToken = '', pages = 0; pages === 0 || pageToken !== ''; pages += 1) {
      const page = await gateway.listApprovals({ tenant, ...pendingOnly, pageSize: 1, pageToken }, soon);
      found.push(...page.approvals);
      pageToken = page.nextPageToken;
    }
    expect(found).toHaveLength(1);
  });
});

describe('ResolveReview', () => {
  const retry = { kind: 'retry', arguments: { order_id: 4521, shipping_cost: 9 }, didNothing: false } as const;
  const answering = (tenant: TenantId, run: RunId, resolution: ReviewResolution, change: object = {}) => {
    const place = { tenant, run, step: reviewAsked.step, item: 0, attempt: 1 };
    return gateway.resolveReview({ ...place, decidedBy: 'ada', resolution, ...change }, soon);
  };

  it('records an answer once, and the lists and the run show it', async () => {
    const { tenant, run, bodiesNow } = await recorded(toTheReview);
    const shared = { run, workflow: 'order-processing', request: 'Process order #4521', asked: reviewRecord };
    expect((await gateway.getRun({ tenant, run }, soon)).pendingReviews).toEqual([reviewRecord]);
    const list = async (filter: typeof everything) => (await gateway.listReviews({ tenant, ...filter }, soon)).reviews;
    expect(await list(pendingOnly)).toEqual([{ ...shared, reviewState: 'pending' }]);
    await answering(tenant, run, retry);
    await answering(tenant, run, retry);
    expect((await bodiesNow()).filter(({ kind }) => kind === 'review-resolved')).toHaveLength(1);
    expect(await list(pendingOnly)).toEqual([]);
    const resolved = { reviewState: 'resolved', decidedBy: 'ada', resolution: retry };
    expect(await list(everything)).toEqual([{ ...shared, ...resolved }]);
    await expect(answering(tenant, run, { kind: 'skip' })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'ALREADY_RESOLVED',
    });
  });

  it.each<[string, ReviewResolution, object, object]>([
    ['a run that is not there', retry, { run: newRunId() }, { code: 'NOT_FOUND' }],
    ['another step', retry, { step: 's1' }, { code: 'FAILED_PRECONDITION', reason: 'NO_PENDING_REVIEW' }],
    ['an earlier question', retry, { attempt: 0 }, { code: 'FAILED_PRECONDITION', reason: 'REVIEW_CHANGED' }],
    [
      'an argument of the wrong type',
      { ...retry, arguments: { ...retry.arguments, order_id: 'x' } },
      {},
      { code: 'INVALID_ARGUMENT', reason: 'INVALID_ARGUMENTS', field: 'resolution.arguments' },
    ],
    [
      'an argument out of its range',
      { ...retry, arguments: { ...retry.arguments, shipping_cost: 1001 } },
      {},
      { code: 'INVALID_ARGUMENT' },
    ],
    [
      'a result that lacks a field',
      { kind: 'take-over', result: {} },
      {},
      { code: 'INVALID_ARGUMENT', reason: 'INVALID_RESULT' },
    ],
    ['nobody’s name', retry, { decidedBy: '' }, { code: 'INVALID_ARGUMENT' }],
  ])('refuses %s, and records nothing', async (_what, resolution, change, refusal) => {
    const { tenant, run, bodiesNow } = await recorded(toTheReview);
    const before = await bodiesNow();
    await expect(answering(tenant, run, resolution, change)).rejects.toMatchObject(refusal);
    expect(await bodiesNow()).toEqual(before);
  });

  it('refuses what comes when the time or the run is over', async () => {
    const { tenant, run, append } = await recorded(toTheReview);
    now = new Date(reviewAsked.expiresAt);
    await expect(answering(tenant, run, retry)).rejects.toMatchObject({ reason: 'REVIEW_EXPIRED' });
    now = new Date('2027-01-01T12:00:00.000Z');
    await append(refusedAndFinished);
    await expect(answering(tenant, run, retry)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'RUN_FINISHED',
    });
  });

  it('refuses other arguments while nobody knows whether the call was done', async () => {
    const call = { ...reviewAsked.call, executed: 'unknown' } as typeof reviewAsked.call;
    const { tenant, run } = await recorded(
      toTheReview.map((body) => (body === reviewAsked ? { ...reviewAsked, call } : body)),
    );
    await expect(answering(tenant, run, retry)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'OUTCOME_UNKNOWN',
    });
    await answering(tenant, run, { ...retry, didNothing: true });
  });
});

describe('GiveClarification', () => {
  const unclear: readonly EventBody[] = [
    toTheApproval[0] as EventBody,
    {
      ...(toTheApproval[1] as BodyOf<'run-routed'>),
      route: { workflow: 'order-processing', workflowConfidence: 1, clarity: 'incomplete', clarityConfidence: 1 },
    },
    { kind: 'clarification-wanted', question: 'Which order is it?', expiresAt: reviewAsked.expiresAt },
    { kind: 'run-parked', waitingFor: [] },
  ];
  const answer = (tenant: TenantId, run: RunId, text: string) =>
    gateway.giveClarification({ tenant, run, answer: text }, soon);

  it('records the answer once, and it joins the request', async () => {
    const { tenant, run, bodiesNow } = await recorded(unclear, 'Process my order', true);
    expect(await gateway.getRun({ tenant, run }, soon)).toMatchObject({
      phase: 'waiting',
      pendingClarification: { question: 'Which order is it?' },
    });
    await answer(tenant, run, 'order 4521');
    await answer(tenant, run, 'order 4521');
    expect((await bodiesNow()).filter(({ kind }) => kind === 'clarification-given')).toHaveLength(1);
    const { conversation, pendingClarification } = await gateway.getRun({ tenant, run }, soon);
    expect(conversation.originalRequest).toBe('Process my order\norder 4521');
    expect(pendingClarification).toBeUndefined();
    await expect(answer(tenant, run, 'order 4522')).rejects.toMatchObject({ reason: 'ALREADY_CLARIFIED' });
  });

  it.each<[string, readonly EventBody[], string, object]>([
    ['nothing', unclear, ' ', { code: 'INVALID_ARGUMENT', field: 'answer' }],
    ['too much, with the request', unclear, 'x'.repeat(32 * 1024 - 4), { code: 'INVALID_ARGUMENT', field: 'answer' }],
    ['what nobody asked', toTheApproval, 'x', { code: 'FAILED_PRECONDITION', reason: 'NO_PENDING_CLARIFICATION' }],
    [
      'a finished run',
      [...unclear, ...refusedAndFinished],
      'x',
      { code: 'FAILED_PRECONDITION', reason: 'RUN_FINISHED' },
    ],
  ])('refuses %s, and records nothing', async (_what, bodies, text, refusal) => {
    const { tenant, run, bodiesNow } = await recorded(bodies);
    const before = await bodiesNow();
    await expect(answer(tenant, run, text)).rejects.toMatchObject(refusal);
    expect(await bodiesNow()).toEqual(before);
    await expect(answer(tenant, newRunId(), 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
