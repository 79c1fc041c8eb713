/**
 * The right way through a request of a team's own pack, from the calls that it recorded: which step each call is, and for
 * every argument where its value comes from. A value that stands neither in the request nor in an earlier result could not be
 * taught, so it is a problem of the row, told with its field.
 */
import { canonicalJson, type JsonValue, type PlanStep, resolveReference, type StepResult } from '@pitcrew/contracts';
import { executorFields } from '@pitcrew/specialists';
import { type Argument, boundReference, brokenResultRule, expandPlan, type Pack } from '@pitcrew/workflow';
import { type Done, type Gold, type GoldStep, historyOf, isSkipped, itemsOf, resolved, slotSource } from '../gold.ts';
import type { Covered, RecordedCall } from '../requests.ts';
import { surfacesOf } from '../slots.ts';
import { type CallProblem, callNamed, callProblems, readReference } from './call-problems.ts';

export type Recorded = { readonly gold: Gold } | { readonly problems: readonly CallProblem[] };

/** The first call that is not recorded yet; whoever can perform it may, and try again. */
export type Wanted = {
  readonly step: PlanStep;
  readonly itemValue?: JsonValue;
  readonly history: readonly StepResult[];
};

class RowProblem extends Error {
  override readonly name = 'RowProblem';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

export function recordedGold(pack: Pack, row: Covered, calls: readonly RecordedCall[]): Recorded {
  const problems = callProblems(pack, row.variation, calls);
  if (problems.length > 0) return { problems };
  try {
    const { steps, wanted, left } = play(pack, row, calls);
    if (wanted !== undefined)
      return {
        problems: [{ field: 'calls', message: `there is no call of ${wanted.step.tool}, a step of ${row.variation}` }],
      };
    if (left !== undefined)
      return { problems: [{ field: `calls.${left}`, message: `no step of ${row.variation} makes this call` }] };
    return { gold: { row, rows: {}, steps } };
  } catch (error) {
    if (error instanceof RowProblem) return { problems: [{ field: error.field, message: error.message }] };
    throw error;
  }
}

/** Steps run as they do in a run, as far as there are calls. `left` is the index of a call that no step made. */
export function play(pack: Pack, row: Covered, calls: readonly RecordedCall[]) {
  const { steps: plan } = expandPlan(pack, row.variation, { condition: row.when });
  const done: Done = { results: new Map(), skipped: new Set() };
  const taken = new Set<number>();
  const steps: GoldStep[] = [];
  for (const step of plan) {
    if (isSkipped(step, done)) {
      done.skipped.add(step.id);
      continue;
    }
    const history = historyOf(plan, step, done);
    const results: JsonValue[] = [];
    for (const itemValue of itemsOf(step, done)) {
      const item = itemValue === undefined ? {} : { itemValue };
      const index = calls.findIndex(({ tool }, at) => tool === step.tool && !taken.has(at));
      const call = calls[index];
      if (call === undefined) return { steps, wanted: { step, ...item, history } satisfies Wanted, left: undefined };
      taken.add(index);
      steps.push(goldStep({ pack, row, calls, step, history, ...item }, call, index));
      results.push(call.result);
    }
    const result = step.forEach === undefined ? (results[0] as JsonValue) : results;
    done.results.set(step.id, { step: step.id, tool: step.tool, result });
  }
  const left = [...calls.keys()].find((index) => !taken.has(index));
  return { steps, wanted: undefined, left };
}

type Place = Wanted & { readonly pack: Pack; readonly row: Covered; readonly calls: readonly RecordedCall[] };

function goldStep(place: Place, call: RecordedCall, index: number): GoldStep {
  const { pack, step, history, itemValue } = place;
  const sources: Record<string, string> = {};
  for (const [name, argument] of Object.entries(pack.tools[step.tool]?.arguments ?? {})) {
    const source = sourceOf(place, name, argument, call.arguments[name], `calls.${index}.arguments.${name}`);
    if (source !== undefined) sources[name] = source;
  }
  const broken = typeof call.result === 'object' ? brokenResultRule(pack, step.tool, call.result) : 'it is no object';
  if (broken !== undefined) throw new RowProblem(`calls.${index}.result`, broken);
  const args = resolved(pack, step.tool, sources, history, itemValue);
  const item = itemValue === undefined ? {} : { itemValue };
  return { step: step.id, tool: step.tool, ...item, sources, arguments: args, result: call.result, history };
}

function sourceOf(
  place: Place,
  name: string,
  argument: Argument,
  value: JsonValue | undefined,
  field: string,
): string | undefined {
  const { pack, step, history, itemValue } = place;
  const reachedBy = (source: string): JsonValue | undefined =>
    resolved(pack, step.tool, { [name]: source }, history, itemValue)[name];
  const bound = argument.bound === 'item' ? '$item' : boundReference(argument, history);
  if (bound !== undefined) {
    const reached = reachable(bound, history, itemValue);
    if (value === undefined || reached === undefined || readReference(value) !== undefined || same(reached, value))
      return bound;
    throw new RowProblem(field, `the pack binds it to ${argument.bound}, which is ${JSON.stringify(reached)}`);
  }
  if (value === undefined) return undefined;
  const options = optionsFor(place, name, field);
  const reference = readReference(value);
  if (reference !== undefined) return translated(place, reference, options, field);
  const marked = slotSource(surfacesOf(place.row.template)[name], name, argument);
  const found = [...(marked === undefined ? [] : [marked]), ...options].find(
    (option) => options.includes(option) && same(literal(reachedBy(option), argument), value),
  );
  if (found !== undefined) return found;
  throw new RowProblem(field, `${JSON.stringify(value)} stands neither in the request nor in an earlier result`);
}

/** In the ids of the plan: `$find_order.zone` and `$s1.zone` may both be `$s2.zone` there. */
function translated(
  { calls, history }: Place,
  { head, path }: { head: string; path: string },
  options: readonly string[],
  field: string,
): string {
  const tool = calls[callNamed(calls, head)]?.tool;
  const source = history.find((done) => done.tool === tool);
  if (source === undefined) throw new RowProblem(field, `the step does not wait for ${head}; add it to its needs`);
  const reference = `$${source.step}${path}`;
  if (reachable(reference, history, undefined) === undefined)
    throw new RowProblem(field, `the result of ${head} has no ${path.slice(1)}`);
  if (!options.includes(reference))
    throw new RowProblem(field, `the pack declares no such value for it: see from and the types in workflow.yaml`);
  return reference;
}

function optionsFor(place: Place, name: string, field: string): readonly string[] {
  const { pack, row, step, history, itemValue } = place;
  const item = itemValue === undefined ? {} : { itemValue };
  const found = executorFields({ pack, tool: step.tool, request: row.request, history, failures: [], ...item });
  if (found.kind === 'fields') return found.fields.find(({ argument }) => argument === name)?.options ?? [];
  const lacking = field.replace(/[^.]+$/, found.argument);
  throw new RowProblem(lacking, 'neither the request nor an earlier result has anything of its type');
}

function reachable(
  reference: string,
  history: readonly StepResult[],
  item: JsonValue | undefined,
): JsonValue | undefined {
  try {
    return resolveReference(reference, { steps: new Map(history.map(({ step, result }) => [step, result])), item });
  } catch {
    return undefined;
  }
}

/** A word of the request stands for a value of the argument's type. */
function literal(value: JsonValue | undefined, { type }: Argument): JsonValue | undefined {
  if (typeof value !== 'string') return value;
  if (type === 'boolean') return value === 'true';
  if (type === 'string[]') return [value];
  return type === 'integer[]' || type === 'number[]' ? value.split(',').map(Number) : value;
}

const same = (one: JsonValue | undefined, other: JsonValue): boolean =>
  one !== undefined && canonicalJson(one) === canonicalJson(other);
