/**
 * Plays a whole run against scripted answers, without I/O: what the machine wants, what the script answers, what the log
 * then holds. Transcripts, golden histories and properties are made with it.
 */
import {
  type Digest,
  digestOf,
  digestOfText,
  type EventBody,
  InstanceId,
  type JsonValue,
  type Mode,
  type OnBudget,
  type Outcome,
  Plan,
  type Route,
  type RunEvent,
  RunId,
  type StepId,
  type StoredEvent,
  TenantId,
  type Usage,
  type Verdict,
} from '@pitcrew/contracts';
import { decide } from './decide.ts';
import type { Effect } from './effect.ts';
import { evolve } from './evolve.ts';
import type { RunRules } from './rules.ts';
import type { Script } from './script.ts';
import { answerOfPeople } from './scripted-people.ts';
import { initialState, type RunState } from './state.ts';

const RUN = RunId.parse('00000000-0000-4000-8000-000000004521');
const TENANT = TenantId.parse('acme');
const OWNER = InstanceId.parse('00000000-0000-4000-8000-00000000000a');
const EFFECTS_MAX = 200;

export type { Replan, Revision, Script } from './script.ts';

export type Answer = (effect: Effect, state: RunState) => EventBody | undefined;
export type Played = {
  readonly events: readonly StoredEvent[];
  readonly state: RunState;
  readonly effects: readonly Effect[];
};

/** How the request is made, beside its text. */
export type Asking = { readonly mode?: Mode; readonly onBudget?: OnBudget; readonly clarify?: boolean };

/** Plays until the machine wants nothing more or the script has no answer. One effect is done at a time, the first wanted. */
export function play(rules: RunRules, request: string, answer: Answer, asking: Asking = {}): Played {
  const events: StoredEvent[] = [];
  const effects: Effect[] = [];
  let state = initialState;
  let epoch = 0;
  const append = (body: EventBody): void => {
    if (body.kind === 'run-claimed') epoch += 1;
    const stored = storedEvent(events, epoch, body);
    events.push(stored);
    state = evolve(state, stored);
  };
  const { mode, onBudget, clarify } = asking;
  const options = { ...(mode && { mode }), ...(onBudget && { onBudget }), ...(clarify && { clarify }) };
  append({ kind: 'run-requested', requestId: 'r-1', request, ...options });
  append({ kind: 'run-claimed', owner: OWNER });
  while (effects.length < EFFECTS_MAX) {
    const [effect] = decide(rules, state);
    if (effect === undefined) break;
    effects.push(effect);
    const body = effect.kind === 'append' ? effect.body : answer(effect, state);
    if (body === undefined) break;
    append(body);
  }
  return { events, state, effects };
}

/** The event that the nth append of a run makes, chained to the one before. */
export function storedEvent(before: readonly StoredEvent[], epoch: number, body: EventBody): StoredEvent {
  const last = before.at(-1);
  const sequence = (last?.sequence ?? 0) + 1;
  const event: RunEvent = {
    schemaVersion: 1,
    id: body.kind === 'run-requested' ? `${RUN}:in:1` : `${RUN}:${epoch}:${sequence}`,
    tenant: TENANT,
    run: RUN,
    epoch,
    at: new Date(Date.UTC(2026, 0, 1) + sequence * 100).toISOString(),
    traceparent: '',
    previousDigest: digestOfText(last === undefined ? '' : JSON.stringify(last.event)),
    body,
  };
  return { sequence, event };
}

/** The workflow whose failed steps a person is asked about. */
export const REVIEWED = 'reviewed-orders';

export const rules: RunRules = {
  covered: ['process an order', 'triage an incident'],
  effectOf: (_, tool) =>
    tool === 'confirm_order' || tool === 'pay'
      ? 'idempotent'
      : tool === 'launch' || tool === 'ship'
        ? 'irreversible'
        : 'read',
  isHighStakes: (_, tool) => tool === 'pay',
  vitalOf: () => ['order_id'],
  probeOf: (_, tool) => (tool === 'ship' ? { tool: 'shipped', field: 'done', arguments: ['order_id'] } : undefined),
  limitsOf: () => undefined,
  modeOf: (_, asked) => (asked === 'scratchpad' ? 'scratchpad' : 'chain'),
  hybrid: false,
  planConfidenceMin: () => 0,
  onLogicError: (workflow) => (workflow === REVIEWED ? 'review' : 'partial'),
  declarationOf: () => ({
    arguments: { order_id: { type: 'integer', optional: true }, tool: { type: 'string', optional: true } },
    result: { ok: 'boolean' },
  }),
  without: new Set(),
};

export const usage: Usage = {
  model: 'scripted',
  inputTokens: 40,
  cachedTokens: 0,
  outputTokens: 4,
  prefillMs: 10,
  decodeMs: 20,
};
export const passed: Verdict = { passed: true, confidence: 0.98, findings: [] };
export const packDigest: Digest = digestOfText('pack');
const clear: Route = {
  workflow: 'order-processing',
  workflowConfidence: 0.99,
  clarity: 'clear',
  clarityConfidence: 0.99,
};
export const routes = {
  ambiguous: { ...clear, workflowConfidence: 0.9, clarity: 'ambiguous', clarityConfidence: 0.8 },
  incomplete: { ...clear, workflowConfidence: 0.9, clarity: 'incomplete', clarityConfidence: 0.8 },
  novel: { workflowConfidence: 0.97, clarity: 'clear', clarityConfidence: 0.9 },
} as const satisfies Record<string, Route>;

/** `{ id: [tool, ...dependencies] }` in topological order. */
export const planOf = (steps: Record<string, readonly [tool: string, ...dependsOn: string[]]>): Plan =>
  Plan.parse({
    workflow: 'order-processing',
    variation: 'full',
    version: 1,
    steps: Object.entries(steps).map(([id, [tool, ...dependsOn]]) => ({ id, tool, dependsOn })),
  });

export const orderPlan: Plan = planOf({
  s1: ['validate_order'],
  s2: ['check_inventory', 's1'],
  s3: ['calculate_shipping', 's1'],
  s4: ['confirm_order', 's2', 's3'],
});

/** A crew that does what the script says, and everything else right. */
export function scriptedCrew(script: Script): Answer {
  const toolOf = (state: RunState, step: string): string =>
    state.plan?.steps.find(({ id }) => id === step)?.tool ?? 'unknown';
  return (effect, state) => {
    switch (effect.kind) {
      case 'route':
        return {
          kind: 'run-routed',
          route: (state.clarification === undefined ? script.route : script.routeAnew) ?? clear,
          question: script.question ?? '',
          usage,
        };
      case 'plan':
        return planned(effect, state, script);
      case 'replan': {
        const revision = script.replan?.(state, effect);
        if (revision === undefined) return { kind: 'replan-refused', step: effect.step, message: 'no repair' };
        const { plan, repair } = revision;
        return { kind: 'plan-revised', plan, failedStep: effect.step, repair, confidence: 0.9, packDigest, usage };
      }
      case 'propose': {
        const tool = toolOf(state, effect.step);
        const args = script.arguments?.(tool, effect.attempt) ?? { order_id: 4521 };
        const { kind: _, ...place } = effect;
        const key = `${effect.step}:${effect.item}:${digestOf(args).slice(7, 15)}`;
        return {
          kind: 'call-proposed',
          ...place,
          tool,
          arguments: args,
          sources: [],
          argumentDigest: digestOf(args),
          idempotencyKey: key,
          usage,
          ...(state.scratchpad && state.plan && { scratchpad: scratchpadOf(state.plan, state, effect.step) }),
        };
      }
      case 'judge-call': {
        const { kind: _, ...place } = effect;
        return {
          kind: 'call-judged',
          ...place,
          verdict: script.judgeCall?.(toolOf(state, effect.step), effect.attempt) ?? passed,
          usage,
        };
      }
      case 'request-approval':
      case 'request-review':
      case 'request-clarification':
      case 'park':
        return answerOfPeople(effect, state, script);
      case 'perform': {
        const { step, item, attempt, performance, tool } = effect;
        const outcome = script.perform?.(tool, performance, effect.arguments, step, attempt) ?? succeeded({ ok: true });
        return { kind: 'call-performed', step, item, attempt, performance, outcome, latencyMs: 12 };
      }
      case 'probe': {
        const { step, item, attempt, performance, probe, tool } = effect;
        const finding = script.probe?.(tool, effect.idempotencyKey) ?? { kind: 'not-known', message: 'no answer' };
        return { kind: 'call-probed', step, item, attempt, performance, probe, tool, finding, latencyMs: 3 };
      }
      case 'judge-step': {
        const { kind: _, ...place } = effect;
        return {
          kind: 'step-judged',
          ...place,
          verdict: script.judgeStep?.(toolOf(state, effect.step)) ?? passed,
          usage,
        };
      }
      case 'judge-run':
        return {
          kind: 'run-judged',
          verdict: script.judgeRun ?? passed,
          usage,
          ...(state.scratchpad && state.plan && { scratchpad: scratchpadOf(state.plan, state, undefined) }),
        };
      case 'append':
        return effect.body;
    }
  };
}

function planned({ mode }: Extract<Effect, { kind: 'plan' }>, state: RunState, script: Script): EventBody {
  const plan = script.plan ?? orderPlan;
  const thought =
    mode === 'scratchpad'
      ? { scratchpad: scratchpadOf(plan, state, plan.steps[0]?.id) }
      : script.replan && { revisable: true };
  const limits = script.limits && { limits: script.limits };
  return { kind: 'plan-proposed', plan, packDigest, confidence: 0.97, usage, ...thought, ...limits };
}

/** The list with its marks, in the tools' names. */
function scratchpadOf({ steps }: Plan, state: RunState, current: StepId | undefined): string {
  const marks: Readonly<Record<string, string>> = { succeeded: ' — DONE', skipped: ' — SKIPPED' };
  const lines = steps.map(
    ({ id, tool }, index) => `Step ${index + 1}: ${tool}${marks[state.steps.get(id)?.phase.kind ?? ''] ?? ''}`,
  );
  const now = current === undefined ? [] : [`Current step: ${current.slice(1)}`];
  return ['<scratchpad>', ...lines, ...now, '</scratchpad>'].join('\n');
}

export const succeeded = (result: JsonValue): Outcome => ({ kind: 'succeeded', result });
export const failed = (
  errorClass: 'transient' | 'input' | 'logic',
  message: string,
  executed: 'no' | 'unknown' = 'no',
): Outcome => ({
  kind: 'failed',
  errorClass,
  executed,
  message,
});
