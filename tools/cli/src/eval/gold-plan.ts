/**
 * The plan that a case expects, as its author wrote it, and as a graph to compare. A step names what comes before it by
 * tool, or by `id` where a tool repeats; a reference's head is such a name too: `$validate_order.items`. `s1`, `s2`, ...
 * name the steps by their place in the list.
 */
import { Condition, conditionsOf, type Plan } from '@pitcrew/contracts';
import { z } from 'zod';
import { GRAPH_NODES_MAX, type GraphNode, type PlanGraph } from './plan-graph.ts';

const REFERENCE = /^\$[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*(\[\])?)*$/;
const GoldReference = z.string().regex(REFERENCE, 'a reference looks like $validate_order.items');

/** `$get_order.total gt 500`, or the same as an object. */
const GoldCondition = z.union([
  z.strictObject({ ...Condition.shape, reference: GoldReference }),
  z.string().transform((text, context) => {
    const [, reference, operator, literal] = /^(\S+) (eq|ne|lt|le|gt|ge) (.+)$/.exec(text) ?? [];
    const parsed = z
      .object({ ...Condition.shape, reference: GoldReference })
      .safeParse({ reference, operator, literal: literalOf(literal ?? '') });
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'a condition looks like $get_order.total gt 500' });
    return z.NEVER;
  }),
]);

const GoldStep = z.strictObject({
  tool: z.string().min(1),
  id: z.string().min(1).optional(),
  after: z.array(z.string()).default([]),
  for_each: GoldReference.optional(),
  /** One condition, or a list of those that must all hold. */
  when: z.union([GoldCondition.transform((one) => [one]), z.array(GoldCondition)]).optional(),
});
type GoldStep = z.infer<typeof GoldStep>;

/** A list of steps that is already a graph: every name in it stands for exactly one step, and none for a later one. */
export const GoldPlan = z
  .array(GoldStep)
  .max(GRAPH_NODES_MAX)
  .transform((steps, context): PlanGraph => {
    const name = (text: string, at: number, field: string): string => {
      const index = placeOf(text, steps);
      if (typeof index === 'number' && index < at) return nodeId(index);
      const message = typeof index === 'number' ? `${text} is not an earlier step` : index;
      context.addIssue({ code: 'custom', path: [at, field], message });
      return text;
    };
    return steps.map((step, at) => nodeOf(step, at, name));
  });

export const graphOf = (plan: Plan): PlanGraph =>
  plan.steps.map((step) => {
    const { id, tool, dependsOn, forEach } = step;
    return { id, tool, after: dependsOn, forEach, when: conditionsOf(step) };
  });

const nodeId = (index: number): string => `s${index + 1}`;

function nodeOf(step: GoldStep, at: number, name: (text: string, at: number, field: string) => string): GraphNode {
  const rename = (reference: string, field: string) =>
    reference.replace(/^\$([^.]+)/, (_, head: string) => `$${head === 'item' ? head : name(head, at, field)}`);
  return {
    id: nodeId(at),
    tool: step.tool,
    after: step.after.map((text) => name(text, at, 'after')),
    forEach: step.for_each === undefined ? undefined : rename(step.for_each, 'for_each'),
    when: (step.when ?? []).map((each) => ({ ...each, reference: rename(each.reference, 'when') })),
  };
}

/** The index of the one step that a name stands for, or why there is none. */
function placeOf(text: string, steps: readonly GoldStep[]): number | string {
  const byId = steps.findIndex(({ id }) => id === text);
  if (byId >= 0) return byId;
  const byTool = steps.flatMap(({ tool }, index) => (tool === text ? [index] : []));
  if (byTool.length > 1) return `${byTool.length} steps call ${text}; give them ids and name one`;
  const byPlace = /^s([1-9]\d*)$/.exec(text);
  const index = byTool[0] ?? (byPlace === null ? -1 : Number(byPlace[1]) - 1);
  return index >= 0 && index < steps.length ? index : `there is no step ${text}`;
}

function literalOf(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text.replace(/^"(.*)"$/, '$1');
}
