/**
 * Steps without a path between them run side by side. With tools that take a second each, an incident takes as long as its
 * longest path through the plan, and not as long as all of its steps.
 */
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant } from '@pitcrew/cli/tenant';
import type { BodyOf, Plan, StoredEvent } from '@pitcrew/contracts';
import { attributeNames, spanContextFrom } from '@pitcrew/telemetry';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const TOOL_MS = 1000;
const RUN_MS_MAX = 60_000;
const SPANS_MS_MAX = 15_000;
const OVERHEAD_MAX = 1.25;

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

it('the three queries of an incident overlap, and the run takes little longer than its longest path', async () => {
  // The first run of a process compiles and fills caches.
  await runIncident(0);
  const { events, spans, wallMs } = await runIncident(TOOL_MS);
  const plan = bodyOf(events, 'plan-proposed').plan;

  const queries = ['query_logs', 'query_metrics', 'list_deploys'].map((tool) => performanceOf(spans, tool));
  for (const one of queries)
    for (const other of queries) {
      expect(one.endMs - one.startMs).toBeGreaterThanOrEqual(TOOL_MS);
      expect(one.startMs).toBeLessThan(other.endMs);
    }

  const asked = spans.filter(({ name }) => name === 'invoke_agent router' || name === 'plan planner');
  expect(asked).toHaveLength(2);
  const criticalMs = total(asked) + criticalPathMs(plan, spans);
  expect(criticalMs).toBeGreaterThanOrEqual(longestChain(plan) * TOOL_MS);
  expect(wallMs / criticalMs).toBeLessThanOrEqual(OVERHEAD_MAX);
});

async function runIncident(delayMs: number) {
  using tenant = await openTenant(crew, { delayMs });
  const startedAt = performance.now();
  const run = await tenant.submit('Investigate alert ALR-2041 and open a ticket');
  const events = await tenant.finished(run, AbortSignal.timeout(RUN_MS_MAX));
  const wallMs = performance.now() - startedAt;
  expect(bodyOf(events, 'run-finished')).toMatchObject({ status: 'succeeded' });
  expect(bodyOf(events, 'plan-proposed').plan.variation).toBe('full');
  return { events, wallMs, spans: await traceOf(events) };
}

async function traceOf(events: readonly StoredEvent[]): Promise<readonly ReceivedSpan[]> {
  const traceId = spanContextFrom(events[0]?.event.traceparent ?? '')?.traceId;
  const ofRun = () => receiver.spans().filter((span) => span.traceId === traceId);
  const performances = events.filter(({ event }) => event.body.kind === 'call-performed').length;
  const count = (prefix: string) => ofRun().filter(({ name }) => name.startsWith(prefix)).length;
  await receiver.settled(
    () => count('invoke_workflow ') > 0 && count('execute_tool ') >= 2 * performances,
    SPANS_MS_MAX,
  );
  return ofRun();
}

function bodyOf<K extends StoredEvent['event']['body']['kind']>(events: readonly StoredEvent[], kind: K): BodyOf<K> {
  const found = events.map(({ event }) => event.body).find((body) => body.kind === kind);
  return (found ?? expect.fail(`there is no ${kind}`)) as BodyOf<K>;
}

/** As the executor sees it, the way to the tool server included. */
function performanceOf(spans: readonly ReceivedSpan[], tool: string): ReceivedSpan {
  const found = spans.filter(({ name, service }) => name === `execute_tool ${tool}` && service === 'executor');
  expect(found, tool).toHaveLength(1);
  return found[0] as ReceivedSpan;
}

/** What a step takes by itself: to be proposed, judged and performed. */
const ownMs = (step: string, spans: readonly ReceivedSpan[]): number =>
  total(
    spans.filter(
      ({ service, name, attributes }) =>
        attributes[attributeNames.step] === step &&
        (name.startsWith('invoke_agent ') || (service === 'executor' && name.startsWith('execute_tool '))),
    ),
  );

const total = (spans: readonly ReceivedSpan[]): number =>
  spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

/** The longest path through the plan, which is in topological order. */
function criticalPathMs(plan: Plan, spans: readonly ReceivedSpan[]): number {
  return longestPath(plan, (step) => ownMs(step, spans));
}

const longestChain = (plan: Plan): number => longestPath(plan, () => 1);

function longestPath({ steps }: Plan, weightOf: (step: string) => number): number {
  const reached = new Map<string, number>();
  for (const { id, dependsOn } of steps)
    reached.set(id, weightOf(id) + Math.max(0, ...dependsOn.map((earlier) => reached.get(earlier) ?? 0)));
  return Math.max(...reached.values());
}
