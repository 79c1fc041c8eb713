/**
 * The arm of a single model with neither plan nor scratchpad: a loop of its own, without a crew. The model is told the workflow, its
 * calls go straight to the tools, a call that failed for a while is repeated, any other failure is shown to it. No log, no
 * verdict, no approval: everything is approved.
 */
import { type EvalCase, sameCalls, type ToolCall } from '@pitcrew/cli/eval';
import { canonicalJson, type JsonObject, type StepResult, stepId } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import { callTool, closeWorld, openWorld, type World, type WorldOptions } from '@pitcrew/service-backoffice/world';
import { parseSingle, type SingleTask, singleForm, singlePrompt } from '@pitcrew/specialists';
import { type Pack, STEPS_MAX } from '@pitcrew/workflow';
import { type Outcome, shapeOf } from './outcome.ts';

const ERRORS_MAX = 3;
const REPEATS_MAX = 2;

export type SingleRun = {
  readonly calls: readonly ToolCall[];
  readonly stepsBegun: number;
  readonly sampledTokens: number;
  readonly status: 'succeeded' | 'partial' | 'failed';
  readonly stopReason: 'completed' | 'input_error' | 'logic_error' | 'max_steps_exceeded';
};

type Model = Pick<Writer, 'write'>;

/** Cases that expect a plan; what no workflow covers, or what is to be asked back, is not this arm's to say. */
export const singleCases = (cases: readonly EvalCase[]): readonly EvalCase[] =>
  cases.filter(({ expect }) => typeof expect.workflow === 'string' && expect.plan !== undefined);

export async function singleOutcome(model: Model, packs: readonly Pack[], evalCase: EvalCase): Promise<Outcome> {
  const pack = packs.find(({ name }) => name === evalCase.expect.workflow);
  if (pack === undefined) throw new Error(`line ${evalCase.line}: there is no workflow ${evalCase.expect.workflow}`);
  const begin = performance.now();
  const { calls, status, stopReason, ...counts } = await runSingle(model, pack, evalCase);
  const { expect, line, request } = evalCase;
  return {
    ...{ line, request, failure: evalCase.class, shape: shapeOf(packs, evalCase) },
    right: {
      ...(expect.calls && { calls: sameCalls(expect.calls, calls) }),
      ...(expect.outcome && { outcome: expect.outcome === status }),
      ...(expect.stop_reason && { stop_reason: expect.stop_reason === stopReason }),
    },
    ...{ stopReason, finished: true, latencyMs: performance.now() - begin, ...counts },
  };
}

export async function runSingle(model: Model, pack: Pack, evalCase: EvalCase): Promise<SingleRun> {
  const { request, world: rows, faults, now } = evalCase;
  const world = openWorld({ rows, faults: faults as NonNullable<WorldOptions['faults']> });
  try {
    return await loop(model, { pack, request, history: [], failures: [] }, performerOf(world, now));
  } finally {
    closeWorld(world);
  }
}

type Performed =
  | { readonly kind: 'result'; readonly result: JsonObject }
  | { readonly kind: 'failed'; readonly errorClass: string; readonly message: string };
type Perform = (tool: string, args: JsonObject) => Performed;

async function loop(model: Model, first: SingleTask, perform: Perform): Promise<SingleRun> {
  let task = first;
  let [sampledTokens, errors] = [0, 0];
  const calls: ToolCall[] = [];
  const end = (status: SingleRun['status'], stopReason: SingleRun['stopReason']): SingleRun => ({
    ...{ calls, sampledTokens, status, stopReason, stepsBegun: task.history.length },
  });
  while (true) {
    const { values, usage } = await model.write({ tenant: '', prompt: singlePrompt(task), fields: singleForm(task) });
    sampledTokens += usage.outputTokens;
    const turn = parseSingle(task, values);
    if (turn.kind === 'done') return end('succeeded', 'completed');
    if (task.history.length === STEPS_MAX) return end('failed', 'max_steps_exceeded');
    const { done, failed } = performAll(perform, turn.tool, turn.calls);
    calls.push(...done.map((each) => each.call));
    if (failed === undefined) {
      task = { ...task, failures: [], history: [...task.history, resultOf(task, turn.tool, done)] };
      continue;
    }
    errors += 1;
    const status = calls.length > 0 ? 'partial' : 'failed';
    if (failed.errorClass === 'logic') return end(status, 'logic_error');
    if (errors >= ERRORS_MAX) return end(status, 'input_error');
    task = { ...task, failures: [...task.failures, failed] };
  }
}

type Done = { readonly call: ToolCall; readonly result: JsonObject };

/** Up to the first that fails. */
function performAll(perform: Perform, tool: string, calls: readonly JsonObject[]) {
  const done: Done[] = [];
  for (const args of calls) {
    const performed = perform(tool, args);
    if (performed.kind === 'failed')
      return { done, failed: { arguments: args, errorClass: performed.errorClass, message: performed.message } };
    done.push({ call: { tool, arguments: args }, result: performed.result });
  }
  return { done, failed: undefined };
}

/** A tool that ran for each element of a list has a list of results. */
function resultOf({ pack, history }: SingleTask, tool: string, done: readonly Done[]): StepResult {
  const results: readonly JsonObject[] = done.map(({ result }) => result);
  const list = pack.template[tool]?.forEach !== undefined;
  return { step: stepId(history.length + 1), tool, result: list ? results : (results[0] as JsonObject) };
}

/** Under the same key a repeated call has its effect once. */
function performerOf(world: World, now: string | undefined): Perform {
  return (tool, args) => {
    const context = { tenant: 'bench', now: new Date(now ?? Date.now()), idempotencyKey: canonicalJson([tool, args]) };
    for (let tries = 1; ; tries += 1) {
      const answer = callTool(world, tool, args, context);
      if (answer.kind === 'succeeded') return { kind: 'result', result: answer.result as JsonObject };
      const { errorClass, message } = answer;
      if (errorClass !== 'transient' || tries > REPEATS_MAX) return { kind: 'failed', errorClass, message };
    }
  };
}
