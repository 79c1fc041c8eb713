/**
 * Whether two plans are the same: as graphs whose nodes carry a tool, a `for_each` and a `when`, after transitive
 * reduction (an edge that other edges imply says nothing). Ids and the order of independent steps do not matter, so a
 * tool may repeat and the comparison is a search for an isomorphism. Plans have at most 8 steps (R5), hence a plain search.
 */
import type { Condition } from '@pitcrew/contracts';

export const GRAPH_NODES_MAX = 32;

export type GraphNode = {
  readonly id: string;
  readonly tool: string;
  /** Ids of the nodes that come before. */
  readonly after: readonly string[];
  /** The reference's head is the id of a node: `$s1.items`. */
  readonly forEach?: string | undefined;
  /** In any order. */
  readonly when?: readonly Condition[] | undefined;
};
export type PlanGraph = readonly GraphNode[];

export function samePlan(left: PlanGraph, right: PlanGraph): boolean {
  if (left.length !== right.length || left.length > GRAPH_NODES_MAX) return false;
  return matches(transitiveReduction(left), transitiveReduction(right), new Map());
}

export function transitiveReduction(graph: PlanGraph): PlanGraph {
  const nodes = new Map(graph.map((node) => [node.id, node]));
  return graph.map((node) => ({
    ...node,
    after: node.after.filter((id) => !node.after.some((other) => other !== id && reaches(nodes, other, id))),
  }));
}

/** Maps the next node of `left` to each node of `right` that it may stand for, and goes on from there. */
function matches(left: PlanGraph, right: PlanGraph, mapping: ReadonlyMap<string, string>): boolean {
  const node = left.find(({ id, after }) => !mapping.has(id) && after.every((before) => mapping.has(before)));
  if (node === undefined) return mapping.size === left.length;
  const taken = new Set(mapping.values());
  return right.some(
    (other) =>
      !taken.has(other.id) &&
      sameNode(node, other, mapping) &&
      matches(left, right, new Map(mapping).set(node.id, other.id)),
  );
}

function sameNode(node: GraphNode, other: GraphNode, mapping: ReadonlyMap<string, string>): boolean {
  const before = node.after.map((id) => mapping.get(id));
  return (
    node.tool === other.tool &&
    before.length === other.after.length &&
    other.after.every((id) => before.includes(id)) &&
    translated(node.forEach, mapping) === other.forEach &&
    sameConditions(node.when ?? [], other.when ?? [], mapping)
  );
}

function sameConditions(
  left: readonly Condition[],
  right: readonly Condition[],
  mapping: ReadonlyMap<string, string>,
): boolean {
  const text = ({ operator, literal }: Condition, reference: string | undefined) =>
    JSON.stringify([reference, operator, literal]);
  const wanted = left.map((each) => text(each, translated(each.reference, mapping))).sort();
  return (
    wanted.join() ===
    right
      .map((each) => text(each, each.reference))
      .sort()
      .join()
  );
}

/** A reference of the left plan with the id that its head has in the right plan. */
const translated = (reference: string | undefined, mapping: ReadonlyMap<string, string>): string | undefined =>
  reference?.replace(/^\$([^.[]+)/, (whole, head: string) => (mapping.has(head) ? `$${mapping.get(head)}` : whole));

function reaches(nodes: ReadonlyMap<string, GraphNode>, from: string, to: string): boolean {
  const open = [from];
  const seen = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const before of nodes.get(id)?.after ?? []) {
      if (before === to) return true;
      if (!seen.has(before)) open.push(before);
      seen.add(before);
    }
  }
  return false;
}
