/** The pods of NATS with our values: what they merge into the pods of its chart has to pass the level that the namespace enforces. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { deploy } from './places.ts';
import { podSecurityProblems } from './pod-security.ts';

type Container = { readonly enabled?: boolean; readonly merge?: object };
type Values = {
  readonly container?: Container;
  readonly reloader?: Container;
  readonly promExporter?: Container;
  readonly podTemplate?: { readonly merge?: { readonly spec: object } };
};

/** The chart runs the server, its reloader, and the exporter where that is enabled; it sets no security context by itself. */
function podOf(values: Values) {
  const exporter = values.promExporter?.enabled ? [values.promExporter] : [];
  const containers = [values.container, values.reloader, ...exporter].map((each, index) => ({
    name: `c${index}`,
    image: 'nats',
    ...each?.merge,
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'nats' },
    spec: { ...values.podTemplate?.merge?.spec, containers },
  };
}

const read = (file: string): Values => parse(readFileSync(join(deploy, 'nats', file), 'utf8')) as Values;

it.each(['values.yaml', 'values-try.yaml'])('of %s pass', async (file) => {
  expect(await podSecurityProblems([podOf(read(file))])).toEqual([]);
});

it('would not pass without', async () => {
  expect(await podSecurityProblems([podOf({})])).not.toEqual([]);
  const { promExporter: _without, ...values } = read('values.yaml');
  expect(await podSecurityProblems([podOf({ ...values, promExporter: { enabled: true } })])).not.toEqual([]);
});
