/**
 * The signal matrix: each service of a real crew against traces, metrics and logs. A crew runs one order that it plans by itself and
 * one request that it asks the frontier about; then every service must have left what the table says. A new service is a new line.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { gatewayService, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { attributeNames, type Metric, metrics, prometheusName } from '@pitcrew/telemetry';
import {
  type ChatServer,
  type Family,
  hybridEnvironment,
  type OtlpReceiver,
  type ReceivedSpan,
  scrape,
  startChatServer,
  startOtlpReceiver,
} from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ORDER = 'Process order #4521 for customer acme-corp';
const AMBIGUOUS = 'do the usual thing for 4521, you know what I mean';
const KEY = 'sk-canary-7f3a';
const RUN_MS_MAX = 60_000;
const SPANS_MS_MAX = 15_000;

const MODEL = [metrics.genAiDuration, metrics.genAiTokens];
const SLOTS = [metrics.modelSlots, metrics.modelSlotsInUse, metrics.modelSlotsWaiting, metrics.modelSlotWait];
const SPECIALIST = [metrics.rpcServerDuration, ...MODEL, ...SLOTS];

type Expected = {
  readonly service: string;
  /** Beginnings of names. */
  readonly spans: readonly string[];
  readonly metrics: readonly Metric[];
  /** Of its log, beside `started`. */
  readonly says: readonly string[];
};

const MATRIX: readonly Expected[] = [
  {
    service: 'gateway',
    spans: ['pitcrew.gateway.v1.GatewayService/SubmitRun', 'submit_run', 'send RUNLOG'],
    metrics: [metrics.rpcServerDuration],
    says: [],
  },
  {
    service: 'orchestrator',
    spans: [
      'process RUNLOG',
      'invoke_workflow ',
      'plan planner',
      'reserve_spend',
      'invoke_agent frontier',
      'settle_spend',
    ],
    metrics: [
      ...[metrics.rpcClientDuration, metrics.messageDuration, metrics.workflowDuration, metrics.agentDuration],
      ...[metrics.runsFinished, metrics.runsActive, metrics.ladderRung, metrics.escalations],
    ],
    says: ['run finished'],
  },
  { service: 'router', spans: ['chat all-minilm-l6-v2+router@'], metrics: SPECIALIST, says: [] },
  { service: 'planner', spans: ['chat all-minilm-l6-v2+planner@'], metrics: SPECIALIST, says: [] },
  {
    service: 'executor',
    spans: ['chat smollm2-135m-instruct+executor@', 'execute_tool confirm_order'],
    metrics: [...SPECIALIST, metrics.toolDuration],
    says: [],
  },
  { service: 'validator', spans: ['chat all-minilm-l6-v2+validator@'], metrics: SPECIALIST, says: [] },
  {
    service: 'budget',
    spans: ['pitcrew.budget.v1.BudgetService/Reserve', 'send BUDGET'],
    metrics: [
      ...[metrics.rpcServerDuration, metrics.budgetReservations, metrics.budgetSpent, metrics.budgetLimit],
      metrics.budgetAlerts,
    ],
    says: ['the budget of this month is used to 50 %'],
  },
  { service: 'frontier', spans: ['chat big'], metrics: [metrics.rpcServerDuration, ...MODEL], says: [] },
  { service: 'backoffice', spans: ['execute_tool validate_order'], metrics: [metrics.mcpServerDuration], says: [] },
];

const directory = mkdtempSync(join(tmpdir(), 'pitcrew-signals-'));
let receiver: OtlpReceiver;
let provider: ChatServer;
let crew: Crew;
let spans: readonly ReceivedSpan[];

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  provider = await startChatServer(() => ({
    workflow: 'order-processing',
    reason: '',
    steps: ['validate_order', 'check_inventory', 'calculate_shipping'].map((tool) => ({ tool })),
  }));
  crew = await startCrew({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      PITCREW_METRICS_ADDRESS: '127.0.0.1:0',
      ...hybridEnvironment({ directory, baseUrl: provider.baseUrl, limits: LIMITS, key: KEY }),
    },
    // One service is asked for content, so that the others show that it is off unless asked for.
    environmentByMember: { router: { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' } },
  });
  // A tenant each, so that neither meets what the other did.
  await finish('shop', ORDER);
  await finish('acme', AMBIGUOUS);
  // What is missing after that is said by the line of the table that misses it.
  await receiver
    .settled((all) => MATRIX.every((each) => missing(each, all).length === 0), SPANS_MS_MAX)
    .catch(() => undefined);
  spans = receiver.spans();
});
afterAll(async () => {
  await crew?.stop();
  await provider?.close();
  await receiver?.close();
  rmSync(directory, { recursive: true });
});

/** One reservation takes more than half of the first. */
const LIMITS = [{ limitMicroUsd: 130_000 }, { tenant: 'acme', limitMicroUsd: 1_000_000 }];

async function finish(tenantName: string, request: string): Promise<void> {
  const tenant = TenantId.parse(tenantName);
  const gateway = connect(gatewayService, crew.gateway);
  const { run } = await gateway.submitRun({ tenant, requestId: randomUUID(), request }, { deadlineMs: 5000 });
  const events = gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal: AbortSignal.timeout(RUN_MS_MAX) });
  const kinds: string[] = [];
  for await (const { stored } of events) kinds.push(stored.event.body.kind);
  gateway.close();
  expect(kinds.at(-1)).toBe('run-finished');
}

const missing = ({ service, spans: names }: Expected, all: readonly ReceivedSpan[]): readonly string[] => {
  const own = all.filter((span) => span.service === service);
  return names.filter((name) => !own.some((span) => span.name.startsWith(name)));
};

const scraped = (service: string): Promise<ReadonlyMap<string, Family>> =>
  scrape(crew.metrics(service) ?? expect.fail(`${service} is not scraped`));

type Line = Readonly<Record<string, unknown>>;
/** Its ready line, on standard output, and its log. */
const linesOf = (service: string): Line[] =>
  crew
    .log(service)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const logOf = (service: string): Line[] => linesOf(service).filter((line) => !('listening' in line));

describe.each(MATRIX)('$service', (expected) => {
  const { service } = expected;

  it('leaves its spans', () => {
    expect(missing(expected, spans)).toEqual([]);
  });

  it('leaves its metrics, under names that say their unit', async () => {
    const families = await scraped(service);
    const declared = new Map<string, Metric>(Object.values(metrics).map((metric) => [prometheusName(metric), metric]));
    const found = [...families.values()].filter(({ samples }) => samples.length > 0);
    for (const metric of expected.metrics) expect(found.map(({ name }) => name)).toContain(prometheusName(metric));
    for (const { name, type, help } of found) {
      const metric = declared.get(name);
      // What the SDK counts of itself, so that a collector that is down shows.
      if (metric === undefined) expect(name).toMatch(/^(target_info$|otel_sdk_)/);
      else expect({ type, help }).toEqual({ type: metric.kind, help: metric.description });
      if (metric?.unit === 's') expect(name).toMatch(/_seconds$/);
    }
  });

  it('leaves a log of one object a line, with who says it, and the trace where there is one', () => {
    const log = logOf(service);
    for (const line of log) {
      expect(line).toMatchObject({ time: expect.any(String), severity: expect.any(String), service });
      expect(line).toMatchObject({ instance: expect.stringMatching(/./), message: expect.stringMatching(/./) });
    }
    const messages = log.map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining(['started', ...expected.says]));
  });

  it('says nothing of what was asked for, and no key', () => {
    const told = [crew.log(service), ...spans.filter((span) => span.service === service).map(contentFree)].join('\n');
    for (const secret of ['acme-corp', 'you know what I mean', KEY]) expect(told).not.toContain(secret);
  });
});

/** The router was asked for content; what it says of it is another test's. */
const contentFree = ({ attributes, events, name }: ReceivedSpan): string => {
  const { [attributeNames.genAiInputMessages]: asked, ...rest } = attributes;
  return JSON.stringify([name, events, rest, name.includes('+router@') ? '' : asked]);
};

describe('all of them together', () => {
  it('count every rung that the two runs took', async () => {
    const family = (await scraped('orchestrator')).get(prometheusName(metrics.ladderRung));
    const rungs = new Set(
      family?.samples.map(({ labels }) => `${labels.pitcrew_ladder_rung} ${labels.pitcrew_ladder_outcome}`),
    );
    for (const rung of ['plan-check', 'grammar', 'validator-call', 'result-check', 'validator-step', 'run-verdict'])
      expect(rungs).toContain(`${rung} passed`);
    expect(rungs).toContain('frontier answered');
  });

  it('tell how the runs ended, and what the escalation was for', async () => {
    const families = await scraped('orchestrator');
    const samples = (metric: Metric) => families.get(prometheusName(metric))?.samples.map(({ labels }) => labels);
    expect(samples(metrics.runsFinished)).toEqual([
      {
        pitcrew_run_status: 'succeeded',
        pitcrew_run_stop_reason: 'completed',
        gen_ai_workflow_name: 'order-processing',
      },
    ]);
    expect(samples(metrics.escalations)).toEqual([
      { pitcrew_escalation_cause: 'ambiguous', pitcrew_escalation_outcome: 'answered' },
    ]);
  });

  it('show what is spent in all, and no tenant that is not configured', async () => {
    const spent = (await scraped('budget')).get(prometheusName(metrics.budgetSpent))?.samples ?? [];
    const month = spent.filter(({ labels }) => labels.pitcrew_budget_period === 'month');
    // 321 tokens in and 45 out, as the provider said.
    expect(month).toEqual([
      {
        name: 'pitcrew_budget_spent',
        labels: { pitcrew_budget_scope: 'all', pitcrew_budget_period: 'month' },
        value: (321 * 3 + 45 * 15) / 1_000_000,
      },
    ]);
  });

  it('lead from a line of the log to the trace of its run', () => {
    const [line] = logOf('orchestrator').filter(({ message }) => message === 'run finished');
    const owned = spans.find(({ name, traceId }) => name.startsWith('invoke_workflow ') && traceId === line?.trace_id);
    expect(owned?.attributes[attributeNames.run]).toBe(line?.[attributeNames.run]);
    expect(owned?.spanId).toBe(line?.span_id);
  });

  it('show content only where an operator asked for it', () => {
    const asked = spans.filter(({ attributes }) => attributeNames.genAiInputMessages in attributes);
    expect([...new Set(asked.map(({ service }) => service))]).toEqual(['router']);
    expect(JSON.stringify(asked.map(({ attributes }) => attributes))).toContain('acme-corp');
  });

  it('send metrics to the collector too, at the latest when they stop', async () => {
    await crew.restart('router');
    const sent = receiver.metrics().filter(({ service }) => service === 'router');
    expect(sent).toContainEqual({ service: 'router', name: metrics.genAiDuration.name, unit: 's' });
  });
});
