/**
 * Every metric of the product: name, unit, what it says, and the attributes that it may carry. What is recorded with any other
 * attribute loses it, so no run, tenant or free text can multiply the series by mistake.
 *
 * `rpc.*` is stable in the conventions; `gen_ai.*`, `mcp.*` and `messaging.*` are in development. Boundaries are those that the
 * conventions give.
 */
import { attributeNames as names } from './names.ts';

type Described = {
  readonly name: string;
  /** UCUM; in braces what is only counted. */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
};
export type CounterMetric = Described & { readonly kind: 'counter' };
export type GaugeMetric = Described & { readonly kind: 'gauge' };
export type HistogramMetric = Described & { readonly kind: 'histogram'; readonly boundaries: readonly number[] };
export type Metric = CounterMetric | GaugeMetric | HistogramMetric;

const RPC_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const OPERATION_SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const AGENT_SECONDS = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6];
const TOKEN_SECONDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const MCP_SECONDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const WORKFLOW_SECONDS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

const counter = (name: string, unit: string, description: string, attributes: readonly string[]): CounterMetric => ({
  kind: 'counter',
  ...{ name, unit, description, attributes },
});
const gauge = (name: string, unit: string, description: string, attributes: readonly string[]): GaugeMetric => ({
  kind: 'gauge',
  ...{ name, unit, description, attributes },
});
const histogram = (
  name: string,
  unit: string,
  description: string,
  boundaries: readonly number[],
  attributes: readonly string[],
): HistogramMetric => ({ kind: 'histogram', ...{ name, unit, description, boundaries, attributes } });

const RPC = [names.rpcSystem, names.rpcMethod, names.rpcStatus, names.errorType];
const MODEL = [names.genAiOperation, names.genAiProvider, names.genAiRequestModel, names.genAiAgent];

export const metrics = {
  rpcServerDuration: histogram('rpc.server.call.duration', 's', 'Calls that this service answered.', RPC_SECONDS, RPC),
  rpcClientDuration: histogram('rpc.client.call.duration', 's', 'Calls that this service made.', RPC_SECONDS, [
    ...RPC,
    names.serverAddress,
  ]),
  messageDuration: histogram(
    'messaging.process.duration',
    's',
    'Messages that were worked off; a wake-up, from its delivery until the run parks or ends.',
    RPC_SECONDS,
    [names.messagingSystem, names.messagingDestination, names.messagingOperation, names.errorType],
  ),

  genAiDuration: histogram(
    'gen_ai.client.operation.duration',
    's',
    'Calls of a model, without the wait for a slot.',
    OPERATION_SECONDS,
    [...MODEL, names.errorType],
  ),
  genAiTokens: histogram(
    'gen_ai.client.token.usage',
    '{token}',
    'Tokens that a call of a model read and wrote.',
    TOKENS,
    [...MODEL, names.genAiTokenType],
  ),
  genAiTokenTime: histogram(
    'gen_ai.server.time_per_output_token',
    's',
    'Time for each token that a local model writes, after the first; a decision is one token and has none.',
    TOKEN_SECONDS,
    MODEL,
  ),
  agentDuration: histogram(
    'gen_ai.invoke_agent.duration',
    's',
    'Questions to a specialist, as the run waits for them: queueing and repeats included.',
    AGENT_SECONDS,
    [names.genAiAgent, names.genAiOperation, names.errorType],
  ),
  toolDuration: histogram(
    'gen_ai.execute_tool.duration',
    's',
    'Calls of a tool, as the executor sees them.',
    OPERATION_SECONDS,
    [names.genAiTool, names.errorType],
  ),
  mcpServerDuration: histogram(
    'mcp.server.operation.duration',
    's',
    'Calls of a tool, as the tool server sees them.',
    MCP_SECONDS,
    [names.mcpMethod, names.genAiTool, names.errorType],
  ),
  workflowDuration: histogram(
    'gen_ai.workflow.duration',
    's',
    'Runs, from the request to the end, waits for people included.',
    WORKFLOW_SECONDS,
    [names.genAiWorkflow, names.errorType],
  ),

  modelSlots: gauge('pitcrew.model.slots', '{slot}', 'Calls that a model can serve at once.', [names.genAiAgent]),
  modelSlotsInUse: gauge('pitcrew.model.slots_in_use', '{slot}', 'Calls that a model serves now.', [names.genAiAgent]),
  modelSlotsWaiting: gauge('pitcrew.model.slots_waiting', '{call}', 'Calls that wait for a slot of a model now.', [
    names.genAiAgent,
  ]),
  modelSlotWait: histogram(
    'pitcrew.model.slot.wait',
    's',
    'How long calls waited for a slot of a model.',
    OPERATION_SECONDS,
    [names.genAiAgent],
  ),
  modelDigestMismatch: counter(
    'pitcrew.model.digest_mismatch',
    '{file}',
    'Files that are not what the manifest pins. The service does not start, so this reaches a collector and no scrape.',
    [],
  ),

  runsActive: gauge('pitcrew.runs.active', '{run}', 'Runs that this orchestrator drives now; parked ones are not.', []),
  runsFinished: counter('pitcrew.runs.finished', '{run}', 'Runs that ended.', [
    names.runStatus,
    names.stopReason,
    names.genAiWorkflow,
  ]),
  plansRefused: counter('pitcrew.plans.refused', '{plan}', 'Plans that the static check or the planner refused.', [
    names.genAiWorkflow,
  ]),
  ladderRung: counter('pitcrew.ladder.rung', '{use}', 'Uses of a rung of the ladder of reliability.', [
    names.ladderRung,
    names.ladderOutcome,
    names.genAiWorkflow,
  ]),
  escalations: counter(
    'pitcrew.escalations',
    '{escalation}',
    'Escalations to the frontier, when it is known what came of them.',
    [names.escalationCause, names.escalationOutcome],
  ),

  budgetAlerts: counter(
    'pitcrew.budget.alerts',
    '{alert}',
    'Alerts of the budget: one for each scope, period and threshold.',
    [names.budgetScope, names.budgetPeriod, names.budgetThreshold],
  ),
  budgetReservations: counter(
    'pitcrew.budget.reservations',
    '{reservation}',
    'Reservations that were asked for, by the answer.',
    [names.budgetAnswer, names.budgetPurpose],
  ),
  budgetSpent: gauge(
    'pitcrew.budget.spent',
    '{USD}',
    'Dollars reserved and settled in the current period; for a tenant only where the configuration lists tenants.',
    [names.budgetScope, names.budgetPeriod, names.tenant],
  ),
  budgetLimit: gauge('pitcrew.budget.limit', '{USD}', 'The limit in dollars, where one is set.', [
    names.budgetScope,
    names.budgetPeriod,
    names.tenant,
  ]),

  busReconnects: counter(
    'pitcrew.bus.reconnects',
    '{reconnect}',
    'How often the connection to NATS was made again.',
    [],
  ),
  busDeadLetters: counter(
    'pitcrew.bus.dead_letters',
    '{message}',
    'Messages that no handler could deal with: set aside, and to be seen by `pitcrew dead-letters list`.',
    [],
  ),
} as const satisfies Readonly<Record<string, Metric>>;

/** Of the SDK itself: a collector that is down shows in these. An `error.type` says that spans were lost, and why. */
export const sdkMetricNames = {
  spansProcessed: 'otel.sdk.processor.span.processed',
  spansExported: 'otel.sdk.exporter.span.exported',
  spansQueued: 'otel.sdk.processor.span.queue.size',
} as const;
