/** Every query of alerts, scaling and dashboard is PromQL, and asks for one installation alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chart } from './places.ts';
import { promqlProblems } from './promql.ts';
import { type KubernetesObject, render } from './render.ts';

type Rules = {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
};
type Scaled = {
  readonly triggers: readonly { readonly type: string; readonly metadata: Readonly<Record<string, string>> }[];
};
type Dashboard = {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
};

let objects: readonly KubernetesObject[];
beforeAll(async () => {
  objects = await render({ file: join(chart, 'ci/keda-monitoring.yaml') });
});

const specsOf = <Spec>(kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ spec }) => spec as Spec);

const alerts = () => specsOf<Rules>('PrometheusRule').flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
const scaling = () =>
  specsOf<Scaled>('ScaledObject').flatMap(({ triggers }) =>
    triggers.filter(({ type }) => type === 'prometheus').map(({ metadata }) => metadata.query ?? ''),
  );
const panels = () => {
  const { panels: all } = JSON.parse(readFileSync(join(chart, 'files/dashboard.json'), 'utf8')) as Dashboard;
  return all.flatMap(({ targets }) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m')));
};

it('every one can be parsed', () => {
  const queries = [...alerts().map(({ expr }) => expr), ...scaling(), ...panels()];
  expect(queries.length).toBeGreaterThan(18);
  expect(queries.map((query) => [query, promqlProblems(query)]).filter(([, problems]) => problems?.length)).toEqual([]);
});

describe('a query that is none is found', () => {
  it.each([
    ['an open bracket', 'sum(rate(a_total[5m])'],
    ['a range in words', 'rate(a_total[five])'],
    ['a label without its value', 'a_total{namespace=}'],
    ['a word between', 'sum by namespace (a_total) or or b'],
  ])('%s', (_what, query) => {
    expect(promqlProblems(query)).not.toEqual([]);
  });
});

it('alerts and scaling look at this installation alone', () => {
  const foreign = [...alerts(), ...scaling().map((expr) => ({ alert: 'scaling', expr }))].filter(
    ({ alert, expr }) => !expr.includes('namespace="pitcrew"') && alert !== 'PitcrewModelDigestMismatch',
  );
  expect(foreign).toEqual([]);
});

it('alerts on what the design names', () => {
  expect(alerts().map(({ alert }) => alert)).toEqual([
    'PitcrewBudgetThreshold',
    'PitcrewRunsFail',
    'PitcrewCallsFail',
    'PitcrewModelQueue',
    'PitcrewModelDigestMismatch',
    'PitcrewPodCrashLoops',
  ]);
});

it('the orchestrators follow the consumer that they share', () => {
  const [trigger] = specsOf<Scaled>('ScaledObject').flatMap(({ triggers }) =>
    triggers.filter(({ type }) => type === 'nats-jetstream'),
  );
  expect(trigger?.metadata).toMatchObject({ stream: 'RUNLOG', consumer: 'orchestrator', account: 'PITCREW' });
});
