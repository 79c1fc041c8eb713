/**
 * docs/tracing.md against the code: its table of metrics is written from the declarations (`npx vitest run -u libs/telemetry` does that), and
 * it names no attribute, event or metric that there is not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { attributeNames, eventNames, type Metric, metrics, prometheusName } from './index.ts';

const PAGE = join(import.meta.dirname, '../../../docs/tracing.md');
const page = readFileSync(PAGE, 'utf8');
const TABLE = /(<!-- metrics, .* -->\n)[\s\S]*?(<!-- end of metrics -->)/;

const row = (metric: Metric): string => {
  const { name, unit, kind, attributes, description } = metric;
  const named = `\`${name}\`<br>\`${prometheusName(metric)}\``;
  return `| ${named} | ${kind} | ${unit} | ${attributes.map((each) => `\`${each}\``).join(', ')} | ${description} |`;
};
const table = [
  '| metric | kind | unit | attributes | what it says |',
  '|---|---|---|---|---|',
  ...Object.values(metrics).map(row),
];

it('has the table of metrics that the declarations make', async () => {
  await expect(page.replace(TABLE, `$1\n${table.join('\n')}\n\n$2`)).toMatchFileSnapshot(PAGE);
});

it('names nothing that there is not', () => {
  const declared = [attributeNames, eventNames].flatMap((names) => Object.values<string>(names));
  const known = new Set([...declared, ...Object.values<Metric>(metrics).map(({ name }) => name)]);
  const named = [...page.matchAll(/`((?:pitcrew|gen_ai|rpc|mcp|messaging|error)\.[a-z_.]+)`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(name ?? ''))).toEqual([]);
});
