/**
 * R6 on a real crew: one run is one trace, from the public door over the run log, the orchestrator and the specialists to the
 * back office. Asserted by parent ids: a span that is there but hangs in the air would not help anybody who looks for a cause.
 */
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant } from '@pitcrew/cli/tenant';
import type { StoredEvent } from '@pitcrew/contracts';
import { attributeNames, eventNames, spanContextFrom } from '@pitcrew/telemetry';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const RUN_MS_MAX = 60_000;
const SPANS_MS_MAX = 15_000;

let receiver: OtlpReceiver;
let crew: Crew;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  crew = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } });
});
afterAll(async () => {
  await crew?.stop();
  await receiver?.close();
});

const traceIdOf = (events: readonly StoredEvent[]): string =>
  spanContextFrom(events[0]?.event.traceparent ?? '')?.traceId ?? expect.fail('the request was not traced');

const bodiesOf = (events: readonly StoredEvent[]) => events.map(({ event }) => event.body);
/** Of the calls that a model was asked for; what code had settled asks none. */
const usagesOf = (events: readonly StoredEvent[]) =>
  bodiesOf(events).flatMap((body) =>
    'usage' in body && body.usage !== undefined && body.usage.inputTokens > 0 ? [body.usage] : [],
  );

/** The spans of the run's trace, once those that every process sends last have arrived. */
async function traceOf(events: readonly StoredEvent[], ownerships: number): Promise<readonly ReceivedSpan[]> {
  const traceId = traceIdOf(events);
  const ofRun = () => receiver.spans().filter((span) => span.traceId === traceId);
  const performances = bodiesOf(events).filter(({ kind }) => kind === 'call-performed').length;
  // `base+role@digest`, once more for a second encoder.
  const models = usagesOf(events).flatMap(({ model }) => model.match(/[^+]+\+[^+]+/g) ?? []);
  const count = (prefix: string) => ofRun().filter(({ name }) => name.startsWith(prefix)).length;
  const isComplete = () =>
    count('submit_run') === 1 &&
    count('process ') >= ownerships &&
    count('invoke_workflow ') >= ownerships &&
    count('chat ') >= models.length &&
    count('execute_tool ') >= 2 * performances &&
    // Each process sends its spans in its own time; only the root has no parent.
    ofRun().filter((span) => receiver.parentOf(span) === undefined).length === 1;
  await receiver.settled(isComplete, SPANS_MS_MAX);
  return ofRun();
}

/** `gateway submit_run`, and so on from the root to the span; digests of models and ids of calls are left out. */
function pathTo(span: ReceivedSpan): readonly string[] {
  const parent = receiver.parentOf(span);
  const name = `${span.service}: ${span.name.replace(/@.*$/, '')}`;
  return parent === undefined ? [name] : [...pathTo(parent), name];
}

const named = (spans: readonly ReceivedSpan[], prefix: string) => spans.filter(({ name }) => name.startsWith(prefix));

const DOOR = ['gateway: pitcrew.gateway.v1.GatewayService/SubmitRun', 'gateway: submit_run'];
const OWNED = [
  ...DOOR,
  'gateway: send RUNLOG',
  'orchestrator: process RUNLOG',
  'orchestrator: invoke_workflow order-processing',
];
const called = (service: string, method: string) => [`orchestrator: ${method}`, `${service}: ${method}`];
/** A specialist that code answered for: every argument was settled, or bound. */
const settled = (agent: string, service: string, method: string) => [
  ...OWNED,
  `orchestrator: ${agent}`,
  ...called(service, `pitcrew.${service}.v1.${method}`),
];
const asked = (agent: string, service: string, method: string, model: string, specialist = service) => [
  ...settled(agent, service, method),
  `${service}: chat ${model}+${specialist}`,
];
const performed = (tool: string) => [
  ...OWNED,
  ...called('executor', 'pitcrew.executor.v1.ExecutorService/Perform'),
  `executor: execute_tool ${tool}`,
  `backoffice: execute_tool ${tool}`,
];
const ENCODER = 'all-minilm-l6-v2';

it('an order is one trace, in which every span hangs under the one that caused it', async () => {
  using tenant = await openTenant(crew);
  const run = await tenant.submit('Process order #4521 for customer acme-corp');
  const events = await tenant.finished(run, AbortSignal.timeout(RUN_MS_MAX));
  expect(bodiesOf(events).at(-1)).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  const spans = await traceOf(events, 1);

  const orphans = spans.filter((span) => receiver.parentOf(span) === undefined);
  expect(orphans.map(({ service, name }) => `${service}: ${name}`)).toEqual(DOOR.slice(0, 1));
  const elsewhere = receiver
    .spans()
    .filter(({ traceId, service }) => traceId !== traceIdOf(events) && service !== 'gateway');
  expect(elsewhere.map(({ service, name }) => `${service}: ${name}`)).toEqual([]);

  const parents = new Set(spans.map(({ parentSpanId }) => parentSpanId));
  const leaves = new Set(spans.filter(({ spanId }) => !parents.has(spanId)).map((span) => pathTo(span).join('\n')));
  const expected = [
    asked('invoke_agent router', 'router', 'RouterService/Route', ENCODER),
    asked('plan planner', 'planner', 'PlannerService/Plan', ENCODER),
    asked('plan planner', 'planner', 'PlannerService/Plan', ENCODER, 'planner-second'),
    asked('invoke_agent executor', 'executor', 'ExecutorService/Propose', 'smollm2-135m-instruct'),
    settled('invoke_agent executor', 'executor', 'ExecutorService/Propose'),
    settled('invoke_agent validator', 'validator', 'ValidatorService/JudgeCall'),
    ...['JudgeStep', 'JudgeRun'].map((judge) =>
      asked('invoke_agent validator', 'validator', `ValidatorService/${judge}`, ENCODER),
    ),
    ...['validate_order', 'check_inventory', 'calculate_shipping', 'confirm_order'].map(performed),
  ];
  expect([...leaves].sort()).toEqual(expected.map((path) => path.join('\n')).sort());
});

it('model calls carry what the events of the run say of them, and no word of a prompt', async () => {
  using tenant = await openTenant(crew);
  const run = await tenant.submit('Process order #4521 for customer acme-corp');
  const events = await tenant.finished(run, AbortSignal.timeout(RUN_MS_MAX));
  const spans = await traceOf(events, 1);
  const chats = named(spans, 'chat ').map(({ attributes }) => ({
    operation: attributes[attributeNames.genAiOperation],
    provider: attributes[attributeNames.genAiProvider],
    model: attributes[attributeNames.genAiRequestModel],
    inputTokens: attributes[attributeNames.genAiInputTokens],
    cachedTokens: attributes[attributeNames.genAiCachedTokens],
    outputTokens: attributes[attributeNames.genAiOutputTokens],
  }));
  const expected = usagesOf(events).map(({ model, inputTokens, cachedTokens, outputTokens }) => ({
    ...{ operation: 'chat', provider: 'llama_cpp', model, inputTokens, cachedTokens, outputTokens },
  }));
  const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).sort();
  // The planner's two encoders are one decision, and one usage in the run's events.
  const [planner, second] = chats
    .filter(({ model }) => String(model).includes('+planner'))
    .sort((one, other) => String(one.model).length - String(other.model).length);
  const joint = {
    ...planner,
    model: `${planner?.model}+${second?.model}`,
    inputTokens: Number(planner?.inputTokens) + Number(second?.inputTokens),
  };
  const told = [...chats.filter((chat) => chat !== planner && chat !== second), joint];
  expect(sorted(told)).toEqual(sorted(expected));
  expect(named(spans, 'execute_tool ').map(({ attributes }) => attributes[attributeNames.genAiTool])).toContain(
    'confirm_order',
  );
  expect(JSON.stringify(spans.map(({ attributes, events: notes }) => [attributes, notes]))).not.toContain('acme-corp');
});

it('a run that waited for a person goes on in its trace, and its second ownership links to the first', async () => {
  using tenant = await openTenant(crew);
  const run = await tenant.submit('Process order #4523 for customer Bäckerei Huber');
  const events: StoredEvent[] = [];
  for await (const stored of tenant.follow(run, AbortSignal.timeout(RUN_MS_MAX))) {
    events.push(stored);
    const asking = bodiesOf(events).find(({ kind }) => kind === 'approval-requested');
    if (stored.event.body.kind !== 'run-parked' || asking?.kind !== 'approval-requested') continue;
    const { step, item, planVersion, tool, argumentDigest } = asking;
    const decision = {
      step,
      item,
      planVersion,
      tool,
      argumentDigest,
      approved: true,
      decidedBy: 'somebody',
      reason: '',
    };
    await tenant.gateway.decideApproval({ tenant: tenant.tenant, run, ...decision }, { deadlineMs: 5000 });
  }
  expect(bodiesOf(events).at(-1)).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  const spans = await traceOf(events, 2);

  const [first, second] = named(spans, 'invoke_workflow ').sort((one, other) => one.startMs - other.startMs);
  expect(first?.links).toEqual([]);
  expect(second?.links).toEqual([{ traceId: first?.traceId, spanId: first?.spanId }]);
  const [waited] = named(spans, 'await_approval ');
  expect(waited).toMatchObject({ name: 'await_approval confirm_order', parentSpanId: first?.spanId });
  expect(waited?.attributes).toMatchObject({ [attributeNames.approved]: true, [attributeNames.step]: 's4' });
  expect(waited?.endMs).toBeLessThan(second?.startMs ?? 0);
  const rungs = (span: ReceivedSpan | undefined) =>
    span?.events.filter((name) => name === eventNames.ladderRung).length;
  expect(rungs(first)).toBeGreaterThan(0);
  expect(rungs(second)).toBeGreaterThan(0);
  for (const ownership of [first, second]) expect(ownership && pathTo(ownership).slice(0, 2)).toEqual(DOOR);

  const decided = receiver.spans().find(({ name }) => name === 'pitcrew.gateway.v1.GatewayService/DecideApproval');
  const hops = named(spans, 'send ').map(({ links }) => links);
  expect(hops).toEqual([[], [{ traceId: decided?.traceId, spanId: decided?.spanId }]]);
  expect(spans.filter((span) => receiver.parentOf(span) === undefined)).toHaveLength(1);
});
