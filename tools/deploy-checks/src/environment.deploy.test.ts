/** The chart gives every service the variables that it cannot start without. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { chart, root } from './places.ts';
import { type KubernetesObject, render } from './render.ts';

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

type Pods = { readonly template: { readonly spec: { readonly containers: readonly { env: { name: string }[] }[] } } };

let objects: readonly KubernetesObject[];
beforeAll(async () => {
  objects = await render({ file: join(chart, 'ci/tls-oidc.yaml') });
});

const givenTo = (service: string): readonly string[] =>
  objects
    .filter(
      ({ spec, metadata }) => metadata.name === `crew-${service}` && (spec as Partial<Pods>)?.template !== undefined,
    )
    .flatMap(({ spec }) => (spec as Pods).template.spec.containers.flatMap(({ env }) => env.map(({ name }) => name)));

it.each(['gateway', 'orchestrator', 'router', 'planner', 'executor', 'validator', 'budget', 'frontier'])(
  '%s has all that it requires',
  (service) => {
    expect(givenTo(service)).toEqual(expect.arrayContaining([...requiredBy(service)]));
  },
);

it('finds what a service requires', () => {
  expect(requiredBy('orchestrator')).toContain('PITCREW_EXECUTOR');
  expect(requiredBy('router')).toContain('PITCREW_MODELS_DIR');
});
