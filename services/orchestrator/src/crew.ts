/**
 * The specialists as the run machine's effects need them: state -> request, response -> fact. An outage or a full queue of
 * our own services is a wait, not an error of the run: it spends neither retry nor step time (R5), and ends with the signal.
 */
import {
  digestOf,
  type executorService,
  type FactBody,
  type plannerService,
  type routerService,
  type StepId,
  type validatorService,
} from '@pitcrew/contracts';
import type { Client } from '@pitcrew/rpc';
import { type CallState, freshCall, type RunRules, type RunState, resultsOf } from '@pitcrew/run';
import { createToolCalls } from './call-tools.ts';
import { caller } from './caller.ts';
import type { Escalating, Hybrid } from './escalate.ts';
import { historyOf } from './history-of.ts';
import { itemValue } from './item-value.ts';
import { patiently } from './patiently.ts';
import type { Crew } from './ports.ts';
import { callByThinking, lastScratchpad, planByThinking, type Think } from './think.ts';

export type Specialists = {
  readonly router: Client<(typeof routerService)['methods']>;
  readonly planner: Client<(typeof plannerService)['methods']>;
  readonly executor: Client<(typeof executorService)['methods']>;
  readonly validator: Client<(typeof validatorService)['methods']>;
  /** Absent: no plan is asked of a frontier API. */
  readonly hybrid?: Hybrid | undefined;
};

/** A model answers in well under a second; this bounds a hung one, queueing included. */
const MODEL_DEADLINE_MS = 30_000;

export type LocalCrew = Omit<Crew, keyof Escalating>;

export function createCrew({ router, planner, executor, validator }: Specialists, rules: RunRules): LocalCrew {
  const options = (signal: AbortSignal) => ({ deadlineMs: MODEL_DEADLINE_MS, signal });
  const think: Think = async (request, signal) =>
    (await patiently(() => executor.think(request, options(signal)), signal)).thinking;
  const limited = (workflow: string) => {
    const limits = rules.limitsOf(workflow);
    return limits === undefined ? {} : { limits };
  };
  return {
    route: async (state, signal) => {
      const request = { ...caller(state), request: textOf(state) };
      const answer = await patiently(() => router.route(request, options(signal)), signal);
      return { kind: 'run-routed', ...answer };
    },

    plan: async (state, { workflow, mode }, signal) => {
      const request = { ...caller(state), request: textOf(state), workflow };
      if (mode === 'scratchpad') {
        const fact = await planByThinking(think, { ...request, history: [], failures: [] }, signal);
        return fact.kind === 'plan-proposed' ? { ...fact, ...limited(workflow) } : fact;
      }
      const { planning } = await patiently(() => planner.plan(request, options(signal)), signal);
      if (planning.kind === 'refused') return { kind: 'plan-refused', message: planning.message };
      const { plan, packDigest, confidence, usage } = planning;
      return { kind: 'plan-proposed', plan, packDigest, confidence, usage, revisable: true, ...limited(workflow) };
    },

    replan: async (state, { step, message, firstOrdinal, stepsLeft }, signal) => {
      const plan = planOf(state);
      const finished = [...resultsOf(state).keys()];
      const where = { plan, finished, failedStep: step, message, firstOrdinal, stepsLeft };
      const request = { ...caller(state), request: textOf(state), workflow: plan.workflow, ...where };
      const { replanning } = await patiently(() => planner.replan(request, options(signal)), signal);
      if (replanning.kind === 'refused') return { kind: 'replan-refused', step, message: replanning.message };
      const { plan: revised, repair, confidence, packDigest, usage } = replanning;
      return { kind: 'plan-revised', plan: revised, failedStep: step, repair, confidence, packDigest, usage };
    },

    propose: async (state, { step, item, attempt }, signal) => {
      const call = callOf(state, step, item);
      if (state.scratchpad !== undefined) {
        const asked = { ...turnContext(state), ...elementOf(state, step, item), step, failures: failuresFor(call) };
        return callByThinking(think, state, { step, item, attempt }, asked, signal);
      }
      const request = {
        ...stepContext(state, step, item),
        step,
        ...givenOf(state, step),
        failures: failuresFor(call),
      };
      const { proposal } = await patiently(() => executor.propose(request, options(signal)), signal);
      const place = { step, item, attempt };
      if (proposal.kind === 'missing')
        return { kind: 'call-refused', ...place, message: `the request does not say which ${proposal.argument}` };
      const argumentDigest = digestOf(proposal.arguments);
      const { arguments: args, sources, usage } = proposal;
      const idempotencyKey = digestOf([state.run ?? '', step, item, argumentDigest]);
      const { tool } = request;
      return { kind: 'call-proposed', ...place, tool, arguments: args, sources, argumentDigest, idempotencyKey, usage };
    },

    judgeCall: async (state, { step, item, attempt }, signal) => {
      const afterRefusal = callOf(state, step, item).failures.some(({ cause }) => cause === 'input');
      const request = { ...stepContext(state, step, item), arguments: argumentsOf(state, step, item), afterRefusal };
      const answer = await patiently(() => validator.judgeCall(request, options(signal)), signal);
      return { kind: 'call-judged', step, item, attempt, ...answer };
    },

    judgeStep: async (state, { step, item, attempt }, signal) => {
      const { phase } = callOf(state, step, item);
      if (phase.kind !== 'performed') throw new Error(`${step} has no result to judge`);
      const request = { ...stepContext(state, step, item), arguments: phase.arguments, result: phase.result };
      const answer = await patiently(() => validator.judgeStep(request, options(signal)), signal);
      return { kind: 'step-judged', step, item, attempt, ...answer };
    },

    judgeRun: async (state, signal): Promise<FactBody> => {
      const { workflow, variation } = planOf(state);
      const asked = { ...caller(state), request: textOf(state), workflow, variation };
      const request = { ...asked, history: historyOf(state), skipped: skippedTools(state) };
      const answer = await patiently(() => validator.judgeRun(request, options(signal)), signal);
      if (state.scratchpad === undefined) return { kind: 'run-judged', ...answer };
      const scratchpad = await lastScratchpad(think, { ...turnContext(state), failures: [] }, signal);
      return { kind: 'run-judged', ...answer, scratchpad };
    },

    ...createToolCalls(executor, rules),
  };
}

const textOf = (state: RunState): string => state.request?.text ?? '';

function planOf(state: RunState) {
  if (state.plan === undefined) throw new Error('a run without a plan');
  return state.plan;
}

function stepContext(state: RunState, step: StepId, item: number) {
  const { workflow, steps } = planOf(state);
  const tool = steps.find(({ id }) => id === step)?.tool;
  if (tool === undefined) throw new Error(`${step} is not in the plan`);
  const asked = { ...caller(state), request: textOf(state), workflow, tool };
  return { ...asked, history: historyOf(state, step), ...elementOf(state, step, item) };
}

/** What a turn of the single model reads: the last scratchpad and all results so far. */
function turnContext(state: RunState) {
  const { workflow } = planOf(state);
  const asked = { ...caller(state), request: textOf(state), workflow, history: historyOf(state) };
  return { ...asked, scratchpad: state.scratchpad };
}

function elementOf(state: RunState, step: StepId, item: number) {
  const element = itemValue(state, step, item);
  return element === undefined ? {} : { itemValue: { result: element } };
}

const givenOf = (state: RunState, step: StepId) => {
  const given = state.steps.get(step)?.step.given;
  return given === undefined ? {} : { given };
};

/** By their conditions, or by a repair. */
const skippedTools = (state: RunState): string[] => {
  const steps = [...state.steps.values()];
  const skipped = steps.flatMap(({ step, phase }) => (phase.kind === 'skipped' ? [step.tool] : []));
  const leftOut = state.repaired
    .map(({ tool }) => tool)
    .filter((tool) => !steps.some(({ step }) => step.tool === tool));
  return [...skipped, ...leftOut];
};

const callOf = (state: RunState, step: StepId, item: number): CallState =>
  state.steps.get(step)?.calls.get(item) ?? freshCall;

/** A proposal that repeats failed arguments is told of the failure once more, so that the next one samples differently. */
function failuresFor(call: CallState) {
  const failures = call.failures.map(({ arguments: args, message }) => ({ arguments: args, message }));
  const last = failures.at(-1);
  return last === undefined ? [] : [...failures, ...Array.from({ length: call.repeated }, () => last)];
}

function argumentsOf(state: RunState, step: StepId, item: number) {
  const { phase } = callOf(state, step, item);
  if (phase.kind !== 'proposed') throw new Error(`${step} has no proposed call`);
  return phase.arguments;
}
