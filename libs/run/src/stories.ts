/** Scripts of whole runs, one for each way in which a run can go. Transcripts and golden histories are made of them. */
import type { Finding, Plan, ReviewResolution } from '@pitcrew/contracts';
import { failed, orderPlan, planOf, REVIEWED, rules, type Script, succeeded } from './scripted.ts';
import { scriptedRepair } from './scripted-repair.ts';

export type Story = { readonly name: string; readonly ended: boolean; readonly script: Script };

const noWorkflow = { workflowConfidence: 0.97, clarity: 'clear', clarityConfidence: 0.9 } as const;
const incomplete = {
  workflow: 'order-processing',
  workflowConfidence: 0.97,
  clarity: 'incomplete',
  clarityConfidence: 0.9,
} as const;
const payment: Plan = planOf({ s1: ['validate_order'], s2: ['pay', 's1'] });
/** The confirmation waits for the stock alone. */
const skippable: Plan = planOf({
  s1: ['validate_order'],
  s2: ['check_inventory', 's1'],
  s3: ['confirm_order', 's2', 's1'],
});
const launch: Plan = planOf({ s1: ['validate_order'], s2: ['launch', 's1'] });

const inventoryFails = (outcome: ReturnType<typeof failed>, times = Number.POSITIVE_INFINITY): Script => ({
  perform: (tool, performance) =>
    tool === 'check_inventory' && performance <= times ? outcome : succeeded({ ok: true }),
});
const wrongWarehouse: Script = {
  arguments: (tool, attempt) =>
    tool === 'check_inventory' && attempt > 1 ? { warehouse: 'west' } : { warehouse: 'east' },
  perform: (tool, _, args) =>
    tool === 'check_inventory' && args.warehouse === 'east'
      ? failed('input', 'order_id 4521 not found in warehouse_east')
      : succeeded({ ok: true }),
};
const timeout = failed('transient', 'timeout after 5000 ms', 'unknown');

/** The shipment's answer is lost once; what its probe then says. */
const asked = (finding: Finding): Script => ({
  plan: planOf({ s1: ['validate_order'], s2: ['ship', 's1'] }),
  perform: (tool, performance) => (tool === 'ship' && performance === 1 ? timeout : succeeded({ ok: true })),
  probe: () => finding,
});

/** The confirmation meets an impossible state at these steps; each time the plan is repaired in this way. */
const expiredQuote = (at: readonly string[], repair: 'refresh' | 'skip'): Script => ({
  perform: (_, __, ___, step) =>
    at.includes(step) ? failed('logic', 'the quote has expired') : succeeded({ ok: true }),
  replan: (state, effect) => scriptedRepair(rules, state, effect, repair),
});
const otherBranch: Script = {
  plan: planOf({ s1: ['validate_order'], s2: ['confirm_order', 's1'] }),
  perform: (tool) => (tool === 'confirm_order' ? failed('logic', 'the buyer has to decide') : succeeded({ ok: true })),
  replan: ({ plan }) => {
    const [first] = (plan as Plan).steps as [Plan['steps'][number]];
    const added = planOf({ s3: ['flag_order', 's1'] }).steps.map((step) => ({ ...step, needsApproval: true }));
    return { repair: 'alternative', plan: { ...(plan as Plan), version: 2, steps: [first, ...added] } };
  },
};

/** A person is asked about failed steps, and answers each question with the next of these. */
const reviewed = (plan: Plan, ...answers: readonly (ReviewResolution | 'expire')[]): Script => ({
  plan: { ...plan, workflow: REVIEWED },
  resolveReview: (_, asked) => answers[asked - 1] ?? 'expire',
});
const retry = (order_id: number, didNothing = false): ReviewResolution => ({
  kind: 'retry',
  arguments: { order_id },
  didNothing,
});
const confirmFails: Script = {
  perform: (tool, _, args) =>
    tool === 'confirm_order' && args.order_id === 4521
      ? failed('logic', 'order 4521 is on hold')
      : succeeded({ ok: true }),
};
/** The launch that nobody heard of again, the first time. */
const lostLaunch: Script = {
  perform: (tool, _, __, ___, attempt) => (tool === 'launch' && attempt === 1 ? timeout : succeeded({ ok: true })),
};

const ending = (name: string, script: Script): Story => ({ name, ended: true, script });

export const stories: readonly Story[] = [
  ending('order-confirmed', {}),
  ending('no-workflow', { route: noWorkflow }),
  ending('needs-clarification', { route: incomplete, question: 'Which order is it?' }),
  ending('too-little-stock', inventoryFails(failed('logic', 'W-200: 30 available, 40 wanted'))),
  ending('input-error-mended', wrongWarehouse),
  ending('order-unknown', { perform: () => failed('input', 'order_id 9999 not found') }),
  ending('transient-error-mended', inventoryFails(timeout, 2)),
  ending('transient-error-stays', inventoryFails(timeout)),
  ending('irreversible-outcome-unknown', {
    plan: launch,
    perform: (tool) => (tool === 'launch' ? timeout : succeeded({ ok: true })),
  }),
  ending('asked-and-it-happened', asked({ kind: 'took-effect', result: { done: true } })),
  ending('asked-and-it-did-not-happen', asked({ kind: 'did-nothing' })),
  ending('asked-in-vain', asked({ kind: 'not-known', message: 'under way' })),
  ending('input-error-outcome-unknown', {
    perform: (tool) =>
      tool === 'confirm_order' ? failed('input', 'the address is unknown', 'unknown') : succeeded({ ok: true }),
  }),
  ending('call-refused-by-validator', {
    judgeCall: () => ({ passed: false, confidence: 0.95, findings: ['order_id 1 stands nowhere in the request.'] }),
  }),
  ending('result-refused-by-validator', {
    judgeStep: (tool) => ({ passed: tool !== 'calculate_shipping', confidence: 0.9, findings: ['cost is negative.'] }),
  }),
  ending('run-refused-by-validator', {
    judgeRun: { passed: false, confidence: 0.9, findings: ['confirm_order was not asked for.'] },
  }),
  { name: 'approval-waits', ended: false, script: { plan: payment } },
  ending('approval-given', { plan: payment, decideApproval: 'approve' }),
  ending('approval-refused', { plan: payment, decideApproval: 'refuse' }),
  ending('approval-expired', { plan: payment, decideApproval: 'expire' }),
  ending('scratchpad-order-confirmed', { mode: 'scratchpad' }),
  ending('scratchpad-input-error-mended', { mode: 'scratchpad', ...wrongWarehouse }),
  ending('scratchpad-approval-given', { mode: 'scratchpad', plan: payment, decideApproval: 'approve' }),
  ending('scratchpad-too-little-stock', {
    mode: 'scratchpad',
    ...inventoryFails(failed('logic', 'W-200: 30 available, 40 wanted')),
  }),
  ending('replan-refreshed', expiredQuote(['s4'], 'refresh')),
  ending('replan-without-the-step', expiredQuote(['s4'], 'skip')),
  ending('replan-out-of-steps', expiredQuote(['s4', 's8'], 'refresh')),
  ending('replan-refused', { ...inventoryFails(failed('logic', 'W-200: recalled')), replan: () => undefined }),
  ending('replan-not-after-an-unknown-outcome', {
    ...expiredQuote([], 'refresh'),
    perform: (tool) =>
      tool === 'confirm_order' ? failed('logic', 'half of it was written', 'unknown') : succeeded({ ok: true }),
  }),
  ending('replan-not-after-an-earlier-unknown-outcome', {
    ...expiredQuote([], 'refresh'),
    arguments: (_, attempt) => ({ order_id: 4520 + attempt }),
    perform: (tool, performance, _, __, attempt) => {
      if (tool !== 'confirm_order') return succeeded({ ok: true });
      if (attempt > 1) return failed('logic', 'the quote has expired');
      return performance === 1 ? timeout : failed('input', 'order_id 4521 not found');
    },
  }),
  ending('replan-other-branch-approved', { ...otherBranch, decideApproval: 'approve' }),
  ending('replan-other-branch-refused', { ...otherBranch, decideApproval: 'refuse' }),
  ending('review-retried', { ...confirmFails, ...reviewed(orderPlan, retry(4522)) }),
  ending('review-retried-in-vain', { ...confirmFails, ...reviewed(orderPlan, retry(4521), retry(4522)) }),
  ending('review-skipped', {
    ...inventoryFails(failed('logic', 'W-200: recalled')),
    ...reviewed(skippable, { kind: 'skip' }),
  }),
  ending('review-taken-over', {
    ...confirmFails,
    ...reviewed(orderPlan, { kind: 'take-over', result: { ok: true, confirmation: 'by phone' } }),
  }),
  ending('review-aborted', {
    ...confirmFails,
    ...reviewed(orderPlan, { kind: 'abort', reason: 'the customer called' }),
  }),
  ending('review-expired', { ...confirmFails, ...reviewed(orderPlan, 'expire') }),
  ending('review-after-refused-replan', {
    ...confirmFails,
    ...reviewed(orderPlan, retry(4522)),
    replan: () => undefined,
  }),
  ending('review-other-branch-goes-on', {
    ...inventoryFails(failed('logic', 'W-200: recalled')),
    ...reviewed(orderPlan, { kind: 'take-over', result: { ok: true } }),
  }),
  ending('review-outcome-unknown-repeated', { ...lostLaunch, ...reviewed(launch, retry(4521)) }),
  ending('review-outcome-unknown-did-nothing', { ...lostLaunch, ...reviewed(launch, retry(4522, true)) }),
  ending('review-retry-needs-approval', {
    perform: (tool, _, args) =>
      tool === 'pay' && args.order_id === 4521 ? failed('logic', 'the account is closed') : succeeded({ ok: true }),
    ...reviewed(payment, retry(4522)),
    decideApproval: 'approve',
  }),
  ending('scratchpad-review-retried', { mode: 'scratchpad', ...confirmFails, ...reviewed(orderPlan, retry(4522)) }),
  ending('clarification-given', {
    ...{ clarify: true, route: incomplete, question: 'Which order is it?' },
    answer: 'Order 4521',
  }),
  ending('clarification-in-vain', {
    ...{ clarify: true, route: incomplete, routeAnew: incomplete, question: 'Which order is it?' },
    answer: 'the usual one',
  }),
  ending('clarification-expired', {
    ...{ clarify: true, route: incomplete, question: 'Which order is it?' },
    answer: 'expire',
  }),
];
