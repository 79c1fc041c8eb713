/** Which pods ask for a GPU: those that gpu.services names, each with the build of llama.cpp for one, and no others. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { containersOf, named, withField } from './objects.ts';
import { chart } from './places.ts';
import { type KubernetesObject, refusal, render } from './render.ts';

const shared = join(chart, 'ci/gpu-shared.yaml');
const example = join(chart, 'examples/7b.yaml');
const modelServices = ['router', 'planner', 'executor', 'validator'];

const deployments = async (file?: string) => {
  const objects = await render(file === undefined ? {} : { file });
  return modelServices.map((service) => named(objects, `Deployment/crew-${service}`));
};

/** Of some deployments, those that wait for a GPU, with all that belongs to it; an error where one has only a part. */
function onGpu(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.flatMap((object) => {
    const text = JSON.stringify(object.spec);
    const { image, resources } = containersOf(object).at(-1) as unknown as Record<'image' | 'resources', unknown>;
    const signs = [
      /-cuda$/.test(String(image)),
      /"nvidia\.com\/gpu(\.shared)?":"1"/.test(JSON.stringify(resources)),
      text.includes('"nodeSelector":{"nvidia.com/gpu.present":"true"}'),
      text.includes('"key":"nvidia.com/gpu"'),
      text.includes('"maxSurge":0'),
    ];
    if (new Set(signs).size > 1) throw new Error(`${object.metadata.name} is on a GPU by half: ${signs.join(', ')}`);
    return signs[0] ? [object.metadata.name] : [];
  });
}

it('all model services, unless said', async () => {
  expect(onGpu(await deployments(shared))).toEqual(modelServices.map((service) => `crew-${service}`));
  expect(onGpu(await deployments())).toEqual([]);
});

it('the executor alone in the example of a 7B', async () => {
  expect(onGpu(await deployments(example))).toEqual(['crew-executor']);
});

it('one with the build for a GPU and without a GPU would be found', async () => {
  const executor = (await deployments(example)).find(({ metadata }) => metadata.name === 'crew-executor');
  const planted = withField(executor as KubernetesObject, 'spec.template.spec.containers.0.resources', {});
  expect(() => onGpu([planted])).toThrow('by half');
});

it('a service without a model gets none', async () => {
  expect(await refusal({ file: example, set: ['gpu.services=["gateway"]'] })).toContain('/gpu/services');
});
