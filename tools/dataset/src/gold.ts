/**
 * The right way through a request: its plan, and for each call the sources of its arguments, performed by the real functions
 * of the back office. What the pack binds comes from there, everything else from the values marked in the request. Steps run
 * as they do in a run: once for each element of a `for_each`, and not at all when a condition does not hold. A request whose
 * gold calls do not run, or whose results break the pack's rules, has no place in the data set.
 */
import {
  conditionsOf,
  holds,
  type JsonObject,
  type JsonValue,
  type PlanStep,
  resolveReference,
  type StepId,
  type StepResult,
  stepReferredTo,
} from '@pitcrew/contracts';
import { callTool, type World, type WorldRows } from '@pitcrew/service-backoffice/world';
import {
  type Argument,
  boundReference,
  brokenResultRule,
  expandPlan,
  isIdentifier,
  type Pack,
} from '@pitcrew/workflow';
import type { Covered } from './requests.ts';
import { inSeededWorld } from './seeded-world.ts';
import { surfacesOf, withoutArticle } from './slots.ts';

/** One call of a step. */
export type GoldStep = {
  readonly step: StepId;
  readonly tool: string;
  /** The element of the `for_each` that the call is for. */
  readonly itemValue?: JsonValue;
  /** Argument -> source; an argument that is left out is not in it. */
  readonly sources: Readonly<Record<string, string>>;
  readonly arguments: JsonObject;
  readonly result: JsonValue;
  /** Results of the steps that this one depends on, directly or not, in plan order. */
  readonly history: readonly StepResult[];
};
export type Gold = { readonly row: Covered; readonly rows: WorldRows; readonly steps: readonly GoldStep[] };

export class GoldError extends Error {
  override readonly name = 'GoldError';
}

/** A fixed day, so that results are the same on every build. */
export const NOW = new Date('2026-11-20T10:00:00Z');

/** Sources that take the place of the gold ones: tool -> all its sources. What a run does after a failure. */
export type Mended = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function goldOf(pack: Pack, row: Covered, rows: WorldRows, mended: Mended = {}): Gold {
  return { row, rows, steps: inSeededWorld(rows, (world) => stepsOf(pack, row, world, mended)) };
}

/** The steps of a run so far: those with a result, and those whose condition did not hold. */
export type Done = { readonly results: Map<StepId, StepResult>; readonly skipped: Set<StepId> };

function stepsOf(pack: Pack, row: Covered, world: World, mended: Mended): GoldStep[] {
  const { steps } = expandPlan(pack, row.variation, { condition: row.when });
  return runSteps({ pack, row, world }, steps, { results: new Map(), skipped: new Set() }, mended);
}

type RunPlace = { readonly pack: Pack; readonly row: Covered; readonly world: World };

/** Runs the steps that are not done yet, in order, and adds them to what is. */
export function runSteps(
  { pack, row, world }: RunPlace,
  steps: readonly PlanStep[],
  done: Done,
  mended: Mended = {},
): GoldStep[] {
  return steps.flatMap((step): GoldStep[] => {
    if (done.results.has(step.id) || done.skipped.has(step.id)) return [];
    if (isSkipped(step, done)) {
      done.skipped.add(step.id);
      return [];
    }
    const history = historyOf(steps, step, done);
    const calls = itemsOf(step, done).map((itemValue, item) => {
      const place = { pack, row, world, step, item, ...(itemValue === undefined ? {} : { itemValue }), history };
      return call(place, mended[step.tool]);
    });
    const results = calls.map(({ result }) => result);
    const result = step.forEach === undefined ? (results[0] as JsonValue) : results;
    done.results.set(step.id, { step: step.id, tool: step.tool, result });
    return calls;
  });
}

export function isSkipped(step: PlanStep, { results, skipped }: Done): boolean {
  if (step.dependsOn.length > 0 && step.dependsOn.every((id) => skipped.has(id))) return true;
  return conditionsOf(step).some(
    (condition) => skipped.has(stepReferredTo(condition.reference)) || !holds(condition, { steps: valuesOf(results) }),
  );
}

export function itemsOf({ forEach }: PlanStep, { results }: Done): readonly (JsonValue | undefined)[] {
  if (forEach === undefined) return [undefined];
  return resolveReference(forEach, { steps: valuesOf(results) }) as readonly JsonValue[];
}

const valuesOf = (results: ReadonlyMap<StepId, StepResult>): ReadonlyMap<StepId, JsonValue> =>
  new Map([...results].map(([id, { result }]) => [id, result]));

/** Every step before the given one that it waits for, directly or not, and that has a result. */
export function historyOf(steps: readonly PlanStep[], step: PlanStep, { results }: Done): StepResult[] {
  const needed = new Set<StepId>(step.dependsOn);
  for (const each of [...steps].reverse()) if (needed.has(each.id)) for (const id of each.dependsOn) needed.add(id);
  return [...results.values()].filter((result) => needed.has(result.step));
}

type CallPlace = Pick<GoldStep, 'history' | 'itemValue'> & {
  readonly pack: Pack;
  readonly row: Covered;
  readonly world: World;
  readonly step: PlanStep;
  readonly item: number;
};

function call(place: CallPlace, mended: Readonly<Record<string, string>> | undefined): GoldStep {
  const { pack, row, world, step, item, itemValue, history } = place;
  const { id, tool } = step;
  const sources = mended ?? sourcesOf(place);
  const args = resolved(pack, tool, sources, history, itemValue);
  const answer = callTool(world, tool, args, { idempotencyKey: `${row.id}:${id}:${item}`, tenant: 'gold', now: NOW });
  if (answer.kind === 'failed') throw new GoldError(`${row.id}: ${tool}: ${answer.message}`);
  const broken = brokenResultRule(pack, tool, answer.result as JsonObject);
  if (broken !== undefined) throw new GoldError(`${row.id}: ${broken}`);
  const itemOf = itemValue === undefined ? {} : { itemValue };
  return { step: id, tool, ...itemOf, sources, arguments: args, result: answer.result as JsonValue, history };
}

function sourcesOf({ pack, row, step: { tool }, history, itemValue }: CallPlace): Readonly<Record<string, string>> {
  const surfaces = surfacesOf(row.template);
  const sources: Record<string, string> = {};
  for (const [name, argument] of Object.entries(pack.tools[tool]?.arguments ?? {})) {
    const found = sourceOf(argument, name, surfaces[name], history, itemValue);
    if (found !== undefined) sources[name] = found;
    else if (!argument.optional) throw new GoldError(`${row.id}: nothing gives ${tool}.${name} its value`);
  }
  return sources;
}

function sourceOf(
  argument: Argument,
  name: string,
  surface: string | undefined,
  history: readonly StepResult[],
  itemValue: JsonValue | undefined,
): string | undefined {
  if (argument.bound === 'item') return itemValue === undefined ? undefined : '$item';
  if (argument.bound !== undefined) return boundReference(argument, history);
  return slotSource(surface, name, argument);
}

/** What a call gets for the words of a person: numbers by value, an id without its noun, a name without the sentence's article, a member of a closed set as the tool spells it. */
export function slotSource(
  surface: string | undefined,
  name: string,
  { type, values = [] }: Argument,
): string | undefined {
  if (surface === undefined) return undefined;
  if (type === 'enum') return values.find((value) => surface.toLowerCase().startsWith(value)) ?? surface;
  if (type === 'integer') return String(Number(surface.replace(/[^\d]/g, '')));
  if (type === 'number') return String(Number(surface.replace(/(?<=\d)[,’' ](?=\d{3}(?!\d))/g, '').replace(',', '.')));
  if (isIdentifier(name)) return surface.split(/\s+/).findLast((word) => /\d/.test(word)) ?? surface;
  return withoutArticle(surface);
}

export function resolved(
  pack: Pack,
  tool: string,
  sources: Readonly<Record<string, string>>,
  history: readonly StepResult[],
  itemValue?: JsonValue,
): JsonObject {
  const steps = new Map(history.map(({ step, result }) => [step, result]));
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]): [string, JsonValue] => {
      if (source.startsWith('$')) return [name, resolveReference(source, { steps, item: itemValue })];
      const type = pack.tools[tool]?.arguments[name]?.type;
      return [name, type === 'integer' || type === 'number' ? Number(source) : source];
    }),
  );
}
