import { expect, it } from 'vitest';
import { mermaid, reduced } from './graph.ts';

const edges = (graph: Record<string, readonly string[]>) =>
  new Map(Object.entries(graph).map(([from, to]) => [from, new Set(to)]));

it('leaves out an arrow that follows from a longer way', () => {
  const graph = edges({ a: ['b', 'c', 'd'], b: ['c'], c: ['d'], d: [] });
  expect(reduced(graph)).toEqual(edges({ a: ['b'], b: ['c'], c: ['d'], d: [] }));
});

it('draws folders as groups and leaves out what stands alone', () => {
  expect(mermaid(edges({ 'services/door': ['libs/log'], 'libs/log': [], 'tools/alone': [] }))).toBe(
    [
      'flowchart TD',
      '  subgraph services',
      '    services/door[door]',
      '  end',
      '  subgraph libs',
      '    libs/log[log]',
      '  end',
      '  services/door --> libs/log',
    ].join('\n'),
  );
});
