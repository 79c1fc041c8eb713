/**
 * `npm run graph`: which package imports which, as Mermaid, read from the imports themselves so that the drawing in docs/architecture.md
 * cannot lie. Left out: tests, and an arrow that follows from two others (a -> b -> c makes a -> c).
 */
import { cruiseTree } from './cruise.ts';

export type Edges = ReadonlyMap<string, ReadonlySet<string>>;

const packageOf = /^(libs|services|tools)\/[^/]+(?=\/)/;
const leftOut = /\.test\.ts$|^libs\/testing\//;

export async function drawPackages(): Promise<string> {
  return mermaid(reduced(await packageEdges()));
}

async function packageEdges(): Promise<Edges> {
  const { modules } = await cruiseTree();
  const edges = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const from = packageOf.exec(source)?.[0];
    if (from === undefined || leftOut.test(source)) continue;
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets);
    for (const { resolved } of dependencies) {
      const to = packageOf.exec(resolved)?.[0];
      if (to !== undefined && to !== from && to !== 'libs/testing') targets.add(to);
    }
  }
  return edges;
}

/** Without the arrows that follow from longer ways. The graph has no cycles: `npm run boundaries` sees to that. */
export function reduced(edges: Edges): Edges {
  const reaches = (from: string, to: string): boolean =>
    [...(edges.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  return new Map(
    [...edges].map(([from, targets]) => [
      from,
      new Set([...targets].filter((to) => ![...targets].some((between) => between !== to && reaches(between, to)))),
    ]),
  );
}

export function mermaid(edges: Edges): string {
  const lines = ['flowchart TD'];
  const drawn = [
    ...new Set([...edges].flatMap(([from, targets]) => (targets.size > 0 ? [from, ...targets] : []))),
  ].sort();
  for (const group of ['services', 'libs', 'tools']) {
    const members = drawn.filter((name) => name.startsWith(`${group}/`));
    if (members.length === 0) continue;
    lines.push(
      `  subgraph ${group}`,
      ...members.map((name) => `    ${name}[${name.slice(group.length + 1)}]`),
      '  end',
    );
  }
  for (const from of [...edges.keys()].sort()) {
    for (const to of [...(edges.get(from) ?? [])].sort()) lines.push(`  ${from} --> ${to}`);
  }
  return lines.join('\n');
}
