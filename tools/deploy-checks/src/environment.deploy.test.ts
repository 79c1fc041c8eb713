/** The chart gives every service the variables that it cannot start without, and the archive's job those that say where the run log is. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { containersOf, named, withField } from './objects.ts';
import { chart, root } from './places.ts';
import { type KubernetesObject, render } from './render.ts';
import { valueSets } from './value-sets.ts';

const read = (pattern: string): string =>
  globSync(pattern, { cwd: root })
    .filter((file) => !/\.test\.ts$|\/dist\/|\/node_modules\//.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');

/** What `required(env, '...')` names in the sources of a service. */
const requiredBy = (service: string): readonly string[] => [
  ...new Set(
    [...read(`services/${service}/src/**/*.ts`).matchAll(/required\(env, '(\w+)'\)/g)].map(([, name]) => name ?? ''),
  ),
];

let objects: readonly KubernetesObject[];
beforeAll(async () => {
  objects = await render({ file: join(chart, 'ci/tls-oidc.yaml') });
});

const CALLED = ['gateway', 'orchestrator', 'router', 'planner', 'executor', 'validator', 'budget', 'frontier'];

const namesGiven = (rendered: readonly KubernetesObject[], service: string): readonly string[] =>
  rendered
    .filter(({ metadata }) => metadata.name === `crew-${service}`)
    .flatMap((object) => containersOf(object).flatMap(({ env = [] }) => env.map(({ name }) => name)));

it.each(CALLED)('%s has all that it requires', (service) => {
  expect(namesGiven(objects, service)).toEqual(expect.arrayContaining([...requiredBy(service)]));
});

it('finds what a service requires', () => {
  expect(requiredBy('orchestrator')).toContain('PITCREW_EXECUTOR');
  expect(requiredBy('router')).toContain('PITCREW_MODELS_DIR');
});

it.each(valueSets)(
  'with the values of $name a service without TLS, or a door without tokens, says that it is meant',
  async ({ file }) => {
    const rendered = await render({ file });
    const deployed = CALLED.map((service) => ({ service, given: namesGiven(rendered, service) })).filter(
      ({ given }) => given.length > 0,
    );
    expect(deployed.length).toBeGreaterThan(5);
    for (const { service, given } of deployed) {
      const isDoor = ['gateway', 'budget'].includes(service);
      const isSafe = given.includes('PITCREW_TLS_CERT_FILE') && (!isDoor || given.includes('PITCREW_OIDC_ISSUER'));
      expect([service, given.includes('PITCREW_INSECURE')]).toEqual([service, !isSafe]);
      expect(new Set(given).size).toBe(given.length);
    }
  },
);

describe('the archive', () => {
  const job = () => named(objects, 'CronJob/crew-archive');
  /** Of a container, what the bus reads of its environment. */
  const busOf = (object: KubernetesObject) => {
    const names: readonly string[] = read('libs/bus/src/bus-settings.ts').match(/PITCREW_\w+/g) ?? [];
    return containersOf(object).flatMap(({ env = [] }) => env.filter(({ name }) => names.includes(name)));
  };

  it('opens the bus as a gateway does', () => {
    expect(busOf(job()).map(({ name }) => name)).toEqual(expect.arrayContaining(['PITCREW_NATS_URL']));
    const gateway = busOf(named(objects, 'Deployment/crew-gateway'));
    expect(busOf(job())).toEqual(expect.arrayContaining([...gateway]));
    expect(gateway).toHaveLength(busOf(job()).length);
  });

  it('would be found without one of its variables', () => {
    const planted = withField(job(), 'spec.jobTemplate.spec.template.spec.containers.0.env.0.name', 'PITCREW_NATS');
    expect(busOf(planted)).toHaveLength(busOf(job()).length - 1);
  });
});
