/**
 * The right way through a request: its plan, and for each step the call with the sources of its arguments, performed by
 * the real functions of the back office. A request whose gold calls do not run has no place in the data set.
 */
import { readFileSync } from 'node:fs';
import { type JsonObject, type JsonValue, resolveReference, type StepId, type StepResult } from '@pitcrew/contracts';
import { callTool, closeWorld, openWorld, type World, type WorldRows } from '@pitcrew/service-backoffice/world';
import { type Argument, expandPlan, type Pack } from '@pitcrew/workflow';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Covered } from './requests.ts';
import { surfacesOf } from './slots.ts';

/** Tool -> argument -> `slot` or `$tool.path`. */
export const GoldSources = z.record(z.string(), z.record(z.string(), z.string().regex(/^(slot|\$[a-z_]+\..+)$/)));
export type GoldSources = z.infer<typeof GoldSources>;

export const readGold = (file: string): GoldSources => GoldSources.parse(parse(readFileSync(file, 'utf8')));

export type GoldStep = {
  readonly step: StepId;
  readonly tool: string;
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
const NOW = new Date('2026-11-20T10:00:00Z');

/** Sources that take the place of the gold ones: tool -> all its sources. What a run does after a failure. */
export type Mended = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function goldOf(pack: Pack, gold: GoldSources, row: Covered, rows: WorldRows, mended: Mended = {}): Gold {
  const world = openWorld({ rows });
  try {
    return { row, rows, steps: stepsOf(pack, gold, row, world, mended) };
  } finally {
    closeWorld(world);
  }
}

function stepsOf(pack: Pack, gold: GoldSources, row: Covered, world: World, mended: Mended): GoldStep[] {
  const plan = expandPlan(pack, row.variation);
  const done: GoldStep[] = [];
  for (const { id, tool, dependsOn } of plan.steps) {
    const history = historyOf(done, dependsOn);
    const sources = mended[tool] ?? sourcesOf(pack, gold, row, tool, history);
    const called = resolved(pack, tool, sources, history);
    const answer = callTool(world, tool, called, { idempotencyKey: `${row.id}:${id}`, tenant: 'gold', now: NOW });
    if (answer.kind === 'failed') throw new GoldError(`${row.id}: ${tool}: ${answer.message}`);
    done.push({ step: id, tool, sources, arguments: called, result: answer.result as JsonValue, history });
  }
  return done;
}

/** Every step before the given ones that one of them waits for, and they themselves. */
function historyOf(done: readonly GoldStep[], dependsOn: readonly StepId[]): StepResult[] {
  const needed = new Set<string>(dependsOn);
  for (const each of [...done].reverse())
    if (needed.has(each.step)) for (const { step } of each.history) needed.add(step);
  return done.filter(({ step }) => needed.has(step)).map(({ step, tool, result }) => ({ step, tool, result }));
}

function sourcesOf(pack: Pack, gold: GoldSources, row: Covered, tool: string, history: readonly StepResult[]) {
  const surfaces = surfacesOf(row.template);
  const sources: Record<string, string> = {};
  for (const [name, argument] of Object.entries(pack.tools[tool]?.arguments ?? {})) {
    const source = gold[tool]?.[name];
    if (source === undefined) throw new GoldError(`gold.yaml of ${pack.name} has no source for ${tool}.${name}`);
    const found = source === 'slot' ? slotSource(surfaces[name], argument) : withStep(source, history);
    if (found !== undefined) sources[name] = found;
    else if (!argument.optional) throw new GoldError(`${row.id}: nothing gives ${tool}.${name} its value`);
  }
  return sources;
}

/** What a call gets for the words of a person: numbers by value, a member of a closed set as the tool spells it. */
export function slotSource(surface: string | undefined, { type, values = [] }: Argument): string | undefined {
  if (surface === undefined) return undefined;
  if (type === 'enum') return values.find((value) => value === surface.toLowerCase()) ?? surface;
  return type === 'integer' || type === 'number' ? String(Number(surface)) : surface;
}

/** `$validate_order.zone` as the reference `$s1.zone` of this plan. */
function withStep(source: string, history: readonly StepResult[]): string | undefined {
  const [tool, ...path] = source.slice(1).split('.');
  const step = history.find((each) => each.tool === tool)?.step;
  return step === undefined ? undefined : `$${[step, ...path].join('.')}`;
}

export function resolved(
  pack: Pack,
  tool: string,
  sources: Readonly<Record<string, string>>,
  history: readonly StepResult[],
): JsonObject {
  const steps = new Map(history.map(({ step, result }) => [step, result]));
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]): [string, JsonValue] => {
      if (source.startsWith('$')) return [name, resolveReference(source, { steps })];
      const type = pack.tools[tool]?.arguments[name]?.type;
      return [name, type === 'integer' || type === 'number' ? Number(source) : source];
    }),
  );
}
