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
