/** Every query of alerts, scaling and dashboard is PromQL, over what the crew serves, and asks for one installation alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayService } from '@pitcrew/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { chart } from './places.ts';
import { promqlProblems } from './promql.ts';
import { type KubernetesObject, render } from './render.ts';
import { unservedIn } from './series.ts';

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

const queries = () => [...alerts().map(({ expr }) => expr), ...scaling(), ...panels()];
const problemsOf = (problems: (query: string) => readonly string[]) =>
  queries().flatMap((query) => problems(query).map((problem) => `${problem} in ${query}`));

it('every one can be parsed', () => {
  expect(queries().length).toBeGreaterThan(18);
  expect(problemsOf(promqlProblems)).toEqual([]);
});

it('every one is over metrics and labels that are served', () => {
  expect(problemsOf(unservedIn)).toEqual([]);
});

it.each([
  ['a metric without its unit', 'sum(rate(pitcrew_model_slot_wait_bucket[5m]))', 'pitcrew_model_slot_wait_bucket'],
  ['a counter without its ending', 'sum(pitcrew_bus_reconnects)', 'pitcrew_bus_reconnects'],
  ['a label of another metric', 'sum by (gen_ai_tool_name) (pitcrew_model_slots)', 'gen_ai_tool_name'],
  ['a label that is none', 'pitcrew_budget_spent{tenant="a"}', 'tenant'],
])('%s is found', (_what, query, name) => {
  expect(unservedIn(query)).toEqual([name]);
});

/** Those that a service sets to 0 before there is anything to count. */
const BORN_AT_0 = /pitcrew_bus_dead_letters_total/;
/** Asks whether a counter grew at all. A series that is born at 1 has not grown. */
const asksForGrowth = (query: string): boolean =>
  /(increase|rate)\([^)]*_total.*\)\s*>\s*0$/.test(query) && !BORN_AT_0.test(query);

it('no alert waits for the growth of a counter that is born at 1', () => {
  expect(alerts().filter(({ expr }) => asksForGrowth(expr))).toEqual([]);
  expect(asksForGrowth('sum by (a) (increase(pitcrew_budget_alerts_total{a="b"}[10m])) > 0')).toBe(true);
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

describe('the alert of the budget and its panel', () => {
  const [spent, limit] = ['pitcrew_budget_spent', 'pitcrew_budget_limit'];
  const budget = () => queries().filter((query) => query.includes('pitcrew_budget_'));

  it('compare the spend with a limit that is not 0, by scope, period and tenant', () => {
    expect(budget()).toHaveLength(2);
    const by = String.raw`max by \(pitcrew_budget_scope, pitcrew_budget_period, pitcrew_tenant\)`;
    for (const query of budget())
      expect(query).toMatch(new RegExp(String.raw`^${by} \(${spent}\{.*\}\)\s*/ \(${by} \(${limit}\{.*\}\) > 0\)`));
    expect(alerts().find(({ expr }) => expr.includes(spent))?.expr).toMatch(/ >= 0\.8$/);
  });
});

describe('pods that end again and again are seen', () => {
  const expr = () => alerts().find(({ alert }) => alert === 'PitcrewPodCrashLoops')?.expr;

  it.each(['kube_pod_container_status_waiting_reason', 'kube_pod_init_container_status_waiting_reason'])(
    'by %s',
    (metric) => expect(expr()).toContain(`max_over_time(${metric}{reason="CrashLoopBackOff"`),
  );
});

describe('what is refused for want of room', () => {
  const method = `${gatewayService.name}/SubmitRun`;
  const exprOf = (wanted: string) => alerts().find(({ alert }) => alert === wanted)?.expr ?? '';

  it('is seen of every component, and of new runs at the gateway', () => {
    expect(Object.keys(gatewayService.methods)).toContain('submitRun');
    expect(exprOf('PitcrewCallsRefused')).toContain('rpc_status_code="RESOURCE_EXHAUSTED"');
    expect(exprOf('PitcrewCallsRefused')).toMatch(/^sum by \(app_kubernetes_io_component\)/);
    expect(exprOf('PitcrewRunsRefused')).toContain(`rpc_method="${method}",rpc_status_code="RESOURCE_EXHAUSTED"`);
  });

  it('is shown', () => {
    const shown = panels().filter((query) => query.includes('RESOURCE_EXHAUSTED') || query.includes(method));
    expect(shown).toHaveLength(2);
  });
});

describe('the store of NATS', () => {
  it.each([
    ['a bare name', 'nats://nats:4222', 'pitcrew'],
    ['another namespace', 'nats://nats.bus.svc:4222,nats://nats.other:4222', 'bus'],
    ['the whole name of a Service', 'nats://nats.bus.svc.cluster.local:4222', 'bus'],
    ['a server elsewhere', 'nats://bus.example.com:4222', 'pitcrew'],
    ['an address', 'nats://10.0.0.7:4222', 'pitcrew'],
  ])('is looked for where its URL says: %s', async (_what, url, namespace) => {
    const all = await render({ file: join(chart, 'ci/keda-monitoring.yaml'), set: [`nats.url="${url}"`] });
    const text = JSON.stringify(all.filter(({ kind }) => kind === 'PrometheusRule'));
    const found = text.match(/jetstream_\w+_storage\{namespace=\\"([^"\\]+)/g) ?? [];
    expect(found.map((each) => each.replace(/.*"/, ''))).toEqual([namespace, namespace]);
  });
});

it('alerts on what the design names', () => {
  expect(alerts().map(({ alert }) => alert)).toEqual([
    'PitcrewBudgetThreshold',
    'PitcrewRunsFail',
    'PitcrewCallsFail',
    'PitcrewModelQueue',
    'PitcrewCallsRefused',
    'PitcrewRunsRefused',
    'PitcrewBusReconnects',
    'PitcrewDeadLetters',
    'PitcrewLogStoreFull',
    'PitcrewModelDigestMismatch',
    'PitcrewPodCrashLoops',
  ]);
});
