/** What KEDA scales, by what, and how soon it takes a replica away again. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { named } from './objects.ts';
import { chart } from './places.ts';
import { type KubernetesObject, render } from './render.ts';

type Trigger = { readonly type: string; readonly metadata: Readonly<Record<string, string>> };
type Scaled = {
  readonly cooldownPeriod?: number;
  readonly advanced?: {
    readonly horizontalPodAutoscalerConfig?: {
      readonly behavior?: { readonly scaleDown?: { readonly stabilizationWindowSeconds?: number } };
    };
  };
  readonly triggers: readonly Trigger[];
};

const file = join(chart, 'ci/keda-monitoring.yaml');
const modelServices = ['router', 'planner', 'executor', 'validator'];

let objects: readonly KubernetesObject[];
beforeAll(async () => {
  objects = await render({ file });
});

const scaled = (service: string) => named(objects, `ScaledObject/crew-${service}`).spec as Scaled;
const triggerOf = (service: string): Trigger => scaled(service).triggers[0] as Trigger;

describe.each(['orchestrator', ...modelServices])('the %s', (service) => {
  it('keeps a replica for some minutes after it was needed', () => {
    const { cooldownPeriod, advanced } = scaled(service);
    const { stabilizationWindowSeconds } = advanced?.horizontalPodAutoscalerConfig?.behavior?.scaleDown ?? {};
    expect(stabilizationWindowSeconds).toBeGreaterThanOrEqual(300);
    // It would count on the way to no replica at all, where nothing here goes.
    expect(cooldownPeriod).toBeUndefined();
  });
});

describe.each(modelServices)('the %s', (service) => {
  it('is scaled by the busiest of its models, over two minutes', () => {
    const { query } = triggerOf(service).metadata;
    expect(query).toMatch(/^max\(avg_over_time\(\(100 \* sum by \(gen_ai_agent_name\) \(pitcrew_model_slots_in_use\{/);
    expect(query).toMatch(/\/ avg by \(gen_ai_agent_name\) \(pitcrew_model_slots\{.*\}\)\)\[2m:15s\]\)\)$/);
  });

  it('stays as it is while nothing is scraped', () => {
    expect(triggerOf(service).metadata.ignoreNullValues).toBe('false');
  });
});

describe('what may come to have several replicas', () => {
  const one = modelServices.map((service) => `services.${service}.replicas=1`);
  const bounds = (max: number) => `keda.specialists={"min":1,"max":${max},"slotsInUsePercent":75}`;

  /** The model services that drains take one replica of at a time, and those whose replicas are spread. */
  async function protectedBy(set: readonly string[], values = file) {
    const all = await render({ file: values, set });
    const of = (kind: string, holds: (object: KubernetesObject) => boolean) =>
      modelServices.filter((name) => all.some((each) => isOf(each, kind, name) && holds(each)));
    return {
      drained: of('PodDisruptionBudget', () => true),
      spread: of('Deployment', (object) => JSON.stringify(object).includes('topologySpreadConstraints')),
    };
  }
  const isOf = ({ kind, metadata }: KubernetesObject, wanted: string, name: string) =>
    kind === wanted && metadata.name === `crew-${name}`;

  it('is drained one by one and spread, also where KEDA makes the replicas', async () => {
    const all = { drained: modelServices, spread: modelServices };
    expect(await protectedBy([])).toEqual(all);
    expect(await protectedBy([...one, bounds(8)])).toEqual(all);
  });

  it('is not where there is never a second one', async () => {
    const none = { drained: [], spread: [] };
    expect(await protectedBy([bounds(1)])).toEqual(none);
    expect(await protectedBy(one, join(chart, 'ci/default.yaml'))).toEqual(none);
  });
});

describe('the consumer that the orchestrators share', () => {
  const asked = async (set: readonly string[], namespace?: string) => {
    const all = await render({ file, set, ...(namespace === undefined ? {} : { namespace }) });
    return (named(all, 'ScaledObject/crew-orchestrator').spec as Scaled).triggers[0]?.metadata;
  };
  const consumer = { stream: 'RUNLOG', consumer: 'orchestrator' };

  it('is looked for where a first try has it', async () => {
    const place = { natsServerMonitoringEndpoint: 'nats-headless.pitcrew.svc:8222', account: '$G' };
    expect(await asked([])).toMatchObject({ ...consumer, ...place });
  });

  it('is looked for in the account of users, and in the namespace of the release', async () => {
    const tls = ['tls.mode="files"', 'tls.issuer.name="ca"', 'nats.url="tls://nats:4222"'];
    const place = { natsServerMonitoringEndpoint: 'nats-headless.orders.svc:8222', account: 'PITCREW' };
    expect(await asked(tls, 'orders')).toMatchObject({ ...consumer, ...place });
  });

  it('is looked for where the values say', async () => {
    const elsewhere = ['keda.natsMonitoring="bus.nats.svc:8222"', 'keda.natsAccount="CREW"'];
    const place = { natsServerMonitoringEndpoint: 'bus.nats.svc:8222', account: 'CREW' };
    expect(await asked(elsewhere)).toMatchObject({ ...consumer, ...place });
  });
});
