/**
 * From the decision for a variation to the plan itself. The model names the variation; steps, ids and dependencies are
 * the program's (R7). A step waits for what its tool needs; when a needed tool is left out, for what that one needs.
 */
import { type GivenArguments, type Plan, type PlanStep, type StepId, stepId } from '@pitcrew/contracts';
import { type Pack, type TemplateStep, toolOf, variationOf } from './pack.ts';

export type PlanNumbers = {
  /** 1 for the first plan of a run, one more for each replan. */
  readonly version?: number;
  /** Ordinal of the first step; a replan starts behind the ids that were used before (R3). */
  readonly firstOrdinal?: number;
};

/** What the request makes a step depend on; the reference names a tool: `check_refund_policy.refund_amount`. */
export type RequestCondition = { readonly tool: string } & NonNullable<TemplateStep['when']>;

/** What was read in the request beside its variation. */
export type RequestReading = {
  readonly condition?: RequestCondition | undefined;
  /** By tool. */
  readonly given?: (tool: string) => GivenArguments | undefined;
};

export function expandPlan(
  pack: Pack,
  variation: string,
  { version = 1, firstOrdinal = 1, condition, given }: PlanNumbers & RequestReading = {},
): Plan {
  const chosen = variationOf(pack, variation);
  if (!chosen) {
    const known = Object.keys(pack.variations).join(', ');
    throw new RangeError(`${pack.name} has no variation ${variation}; it has ${known}`);
  }
  const tools = pack.order.filter((tool) => !chosen.without.includes(tool));
  const idOf = new Map(tools.map((tool, index) => [tool, stepId(firstOrdinal + index)]));
  const needsOf = dependencies(pack, tools);
  const steps = tools.map((tool) => ({
    id: idOf.get(tool) as StepId,
    tool,
    dependsOn: (needsOf.get(tool) ?? []).map((need) => idOf.get(need) as StepId),
    ...templateOf(pack, tool, condition, idOf),
    ...givenOf(given?.(tool)),
  }));
  return { workflow: pack.name, variation, version, steps };
}

const givenOf = (given: GivenArguments | undefined): Pick<PlanStep, 'given'> => (given === undefined ? {} : { given });

/** `get_event.attendees` as `$s2.attendees`. */
function templateOf(
  pack: Pack,
  tool: string,
  condition: RequestCondition | undefined,
  idOf: ReadonlyMap<string, StepId>,
): Pick<PlanStep, 'forEach' | 'when' | 'andWhen'> {
  const { forEach, when } = pack.template[tool] ?? {};
  const referenceTo = (path: string): string => {
    const [source = '', ...fields] = path.split('.');
    return `$${[idOf.get(source) ?? source, ...fields].join('.')}`;
  };
  const asked = condition?.tool === tool ? condition : undefined;
  const [first, second] = [when, asked]
    .filter((each) => each !== undefined)
    .map(({ reference, operator, literal }) => ({ reference: referenceTo(reference), operator, literal }));
  return {
    ...(forEach && { forEach: referenceTo(forEach) }),
    ...(first && { when: first }),
    ...(second && { andWhen: second }),
  };
}

/** The tools that a tool waits for in a plan that has only some of them. */
export function presentNeeds(pack: Pack, tool: string, present: { has(tool: string): boolean }): ReadonlySet<string> {
  const needs = toolOf(pack, tool)?.needs ?? [];
  return new Set(needs.flatMap((need) => (present.has(need) ? [need] : [...presentNeeds(pack, need, present)])));
}

/** For each of a plan's tools the tools that its step names in `depends_on`, both in the order of the plan. */
export function dependencies(pack: Pack, tools: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const present = new Set(tools);
  const needsOf = new Map(tools.map((tool) => [tool, presentNeeds(pack, tool, present)]));
  return new Map(tools.map((tool) => [tool, tools.filter((need) => directNeeds(tool, needsOf).has(need))]));
}

/** Without the needs that another need already waits for: the shortest list that says the same order. */
function directNeeds(tool: string, needsOf: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const needs = [...(needsOf.get(tool) ?? [])];
  return new Set(needs.filter((need) => !needs.some((other) => other !== need && waitsFor(other, need, needsOf))));
}

function waitsFor(tool: string, need: string, needsOf: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const needs = needsOf.get(tool) ?? new Set();
  return needs.has(need) || [...needs].some((next) => waitsFor(next, need, needsOf));
}
