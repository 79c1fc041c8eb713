/** What the tool server asks for reaches the executor as files, and no other pod. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { containersOf, named, withField } from './objects.ts';
import { chart } from './places.ts';
import { type KubernetesObject, render } from './render.ts';

let objects: readonly KubernetesObject[];
let without: readonly KubernetesObject[];
beforeAll(async () => {
  const file = join(chart, 'ci/tls-oidc.yaml');
  without = await render({ file });
  objects = await render({
    file,
    set: [
      'tools.tokenSecret={"name":"tools-login","key":"bearer"}',
      'tools.tls.caSecret={"name":"tools-ca","key":"root.pem"}',
      'tools.tls.certSecret.name="tools-own"',
    ],
  });
});

/** The path that each variable of the tool server names, and the Secret that is mounted there, if one is. */
function toolFiles(object: KubernetesObject): Record<string, string> {
  // After those that run before it.
  const container = containersOf(object).at(-1);
  const { volumeMounts = [], env = [] } = (container ?? {}) as {
    volumeMounts?: { name: string; mountPath: string }[];
    env?: { name: string; value?: string }[];
  };
  const { volumes } = (object.spec as { template: { spec: { volumes: Volume[] } } }).template.spec;
  const secretOf = (path: string) => {
    const mount = volumeMounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
    return volumes.find(({ name }) => name === mount?.name)?.secret?.secretName ?? 'nothing';
  };
  const files = env.filter(({ name }) => /^PITCREW_TOOLS_\w+_FILE$/.test(name));
  return Object.fromEntries(files.map(({ name, value = '' }) => [name, `${value} of ${secretOf(value)}`]));
}
type Volume = { readonly name: string; readonly secret?: { readonly secretName: string } };

const wanted = {
  PITCREW_TOOLS_TOKEN_FILE: '/secrets/tools-token/bearer of tools-login',
  PITCREW_TOOLS_CA_FILE: '/secrets/tools-ca/root.pem of tools-ca',
  PITCREW_TOOLS_CERT_FILE: '/secrets/tools-cert/tls.crt of tools-own',
  PITCREW_TOOLS_KEY_FILE: '/secrets/tools-cert/tls.key of tools-own',
};

it('the executor has each file that its variables name', () => {
  expect(toolFiles(named(objects, 'Deployment/crew-executor'))).toEqual(wanted);
});

it('a Secret that is not mounted would be found', () => {
  const executor = named(objects, 'Deployment/crew-executor');
  const planted = withField(executor, 'spec.template.spec.volumes', []);
  expect(toolFiles(planted).PITCREW_TOOLS_TOKEN_FILE).toBe('/secrets/tools-token/bearer of nothing');
});

const holders = (all: readonly KubernetesObject[]): readonly string[] =>
  all
    .filter(
      (object) =>
        containersOf(object).length > 0 && /tools-(login|ca|own)|PITCREW_TOOLS_\w+_FILE/.test(JSON.stringify(object)),
    )
    .map(({ metadata }) => metadata.name);

it('no other pod has any of them, and nobody without these values', () => {
  expect(holders(objects)).toEqual(['crew-executor']);
  expect(holders(without)).toEqual([]);
});

it('one in another pod would be found', () => {
  const router = named(objects, 'Deployment/crew-router');
  const planted = withField(router, 'spec.template.spec.volumes', [
    { name: 't', secret: { secretName: 'tools-login' } },
  ]);
  expect(holders([planted])).toEqual(['crew-router']);
});
