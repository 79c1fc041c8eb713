/**
 * The order of a plan's steps: that of the answer, except that no step stands before one that it waits for. What a step
 * waits for is said in the shortest list that gives the same order, as in a local plan.
 */
import { dependencies, type Pack } from '@pitcrew/workflow';

export type Waiting = { readonly tool: string; readonly waitsFor: readonly string[] };

export type StepOrder =
  | {
      readonly kind: 'order';
      readonly tools: readonly string[];
      /** For each tool, those that its step names in `depends_on`, in the order of the plan. */
      readonly dependsOn: readonly (readonly string[])[];
    }
  | { readonly kind: 'cycle'; readonly tools: readonly string[] };

/** `steps`: each tool once, of the pack. Waiting for what the plan does not have is no waiting. */
export function stepOrder(pack: Pack, steps: readonly Waiting[]): StepOrder {
  const tools = steps.map(({ tool }) => tool);
  const needs = dependencies(pack, tools);
  const before = new Map(
    steps.map(({ tool, waitsFor }) => {
      const all = [...(needs.get(tool) ?? []), ...waitsFor];
      return [tool, new Set(all.filter((need) => tools.includes(need)))];
    }),
  );
  const ordered: string[] = [];
  while (ordered.length < tools.length) {
    const next = tools.find(
      (tool) => !ordered.includes(tool) && [...(before.get(tool) ?? [])].every((need) => ordered.includes(need)),
    );
    if (next === undefined) return { kind: 'cycle', tools: tools.filter((tool) => !ordered.includes(tool)) };
    ordered.push(next);
  }
  const reached = reach(ordered, before);
  const dependsOn = ordered.map((tool) => {
    const direct = before.get(tool) ?? new Set();
    return ordered.filter((need) => direct.has(need) && ![...direct].some((other) => reached.get(other)?.has(need)));
  });
  return { kind: 'order', tools: ordered, dependsOn };
}

/** For each tool all that is done before it, directly or not. */
function reach(ordered: readonly string[], before: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  for (const tool of ordered)
    reached.set(tool, new Set([...(before.get(tool) ?? [])].flatMap((need) => [need, ...(reached.get(need) ?? [])])));
  return reached;
}
