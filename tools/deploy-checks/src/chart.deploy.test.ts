/**
 * The chart with each of its sets of values: helm's own lint, the strict schema of every object, the Pod Security level, and what the
 * crew relies on. Each check stands beside violations that are planted in a real object and that it has to find.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { containersOf, named, withField } from './objects.ts';
import { chart } from './places.ts';
import { podSecurityProblems } from './pod-security.ts';
import { helm, type KubernetesObject, render } from './render.ts';
import { openValidator, type Validate } from './validate-objects.ts';
import { valueSets } from './value-sets.ts';
import { KUBERNETES_VERSIONS } from './wheel-programs.ts';

let rendered: ReadonlyMap<string, readonly KubernetesObject[]>;
const objectsOf = (set: string): readonly KubernetesObject[] => rendered.get(set) ?? [];
const everything = (): readonly KubernetesObject[] => [...rendered.values()].flat();

beforeAll(async () => {
  const all = await Promise.all(valueSets.map(async ({ name, file }) => [name, await render({ file })] as const));
  rendered = new Map(all);
});

describe('helm lint', () => {
  it.each(valueSets)('finds nothing wrong with $name', async ({ file }) => {
    const { code, stdout } = await helm(['lint', '--strict', chart, '--values', file]);
    expect(stdout).toContain('0 chart(s) failed');
    expect(code).toBe(0);
  });

  it('finds a value that the schema does not know', async () => {
    const { code, stderr, stdout } = await helm(['lint', chart, '--set', 'gatewayy.replicas=2']);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('gatewayy');
  });
});

describe.each(KUBERNETES_VERSIONS)('the strict schemas of Kubernetes %s', (version) => {
  let validate: Validate;
  beforeAll(async () => {
    validate = await openValidator(version);
  });

  it.each(valueSets)('know every field of $name', ({ name }) => {
    expect(objectsOf(name).length).toBeGreaterThan(20);
    expect(objectsOf(name).flatMap((object) => validate(object))).toEqual([]);
  });

  it.each([
    ['an unknown field of a pod', 'default', 'Deployment/crew-router', 'spec.template.spec.hostNetwrk', true],
    ['a text for a number', 'default', 'Deployment/crew-router', 'spec.replicas', 'two'],
    ['an unknown field of a policy', 'default', 'NetworkPolicy/crew-gateway', 'spec.ingres', []],
    ['an unknown field of a scheduled job', 'default', 'CronJob/crew-archive', 'spec.concurrencyPolicies', 'Forbid'],
    ['a number for its schedule', 'default', 'CronJob/crew-archive', 'spec.schedule', 3],
    ['an unknown field of its jobs', 'default', 'CronJob/crew-archive', 'spec.jobTemplate.spec.backofLimit', 1],
    ['an unknown field of a budget', 'default', 'PodDisruptionBudget/crew-router', 'spec.maxUnavailabl', 1],
    ['a wrong KEDA field', 'keda-monitoring', 'ScaledObject/crew-router', 'spec.minReplicas', 2],
    ['a wrong type in KEDA', 'keda-monitoring', 'ScaledObject/crew-router', 'spec.maxReplicaCount', 'many'],
    ['a wrong cert-manager field', 'tls-oidc', 'Certificate/crew-router', 'spec.issuer', 'pitcrew-ca'],
    ['an unknown usage of a certificate', 'tls-oidc', 'Certificate/crew-router', 'spec.usages', ['serve']],
    ['a wrong PodMonitor field', 'keda-monitoring', 'PodMonitor/crew', 'spec.podMetricsEndpoint', []],
    [
      'a rule without its expression',
      'keda-monitoring',
      'PrometheusRule/crew',
      'spec.groups',
      [{ name: 'a', rules: [{ alert: 'A' }] }],
    ],
    ['a kind that nobody knows', 'default', 'Service/crew-router', 'kind', 'Servise'],
  ])('find %s', (_what, set, name, path, value) => {
    expect(validate(withField(named(objectsOf(set), name), path, value))).not.toEqual([]);
  });
});

describe('the Pod Security level restricted', () => {
  it.each(valueSets)('has nothing against the pods of $name', async ({ name }) => {
    expect(await podSecurityProblems(objectsOf(name))).toEqual([]);
  });

  const container = 'spec.template.spec.containers.0.securityContext';
  it.each([
    ['a privileged container', `${container}.privileged`, true, 'privileged'],
    ['a container that may become root', 'spec.template.spec.securityContext.runAsNonRoot', false, 'runAsNonRoot'],
    ['a kept capability', `${container}.capabilities`, { add: ['SYS_ADMIN'] }, 'capabilities'],
    ['a path of the node', 'spec.template.spec.volumes', [{ name: 'tmp', hostPath: { path: '/' } }], 'hostPath'],
    ['no seccomp profile', 'spec.template.spec.securityContext.seccompProfile', undefined, 'seccompProfile'],
    ['the network of the node', 'spec.template.spec.hostNetwork', true, 'host namespaces'],
  ])('finds %s', async (_what, path, value, rule) => {
    const planted = withField(named(objectsOf('default'), 'Deployment/crew-executor'), path, value);
    expect((await podSecurityProblems([planted])).join('\n')).toContain(rule);
  });

  it('looks into pods that stand alone, as that of helm test', async () => {
    const pod = named(objectsOf('default'), 'Pod/crew-order');
    expect((await podSecurityProblems([withField(pod, 'spec.hostPID', true)])).join('\n')).toContain('host namespaces');
  });

  it('looks into pods of scheduled jobs', async () => {
    const job = named(objectsOf('default'), 'CronJob/crew-archive');
    const planted = withField(job, 'spec.jobTemplate.spec.template.spec.securityContext.runAsNonRoot', false);
    expect((await podSecurityProblems([planted])).join('\n')).toContain('runAsNonRoot');
  });
});

describe('every pod', () => {
  const writable = (objects: readonly KubernetesObject[]) =>
    objects.flatMap(containersOf).filter(({ securityContext }) => !securityContext.readOnlyRootFilesystem);
  const secrets = (objects: readonly KubernetesObject[]) =>
    objects.flatMap(containersOf).flatMap(({ env = [] }) => env.filter((variable) => 'valueFrom' in variable));

  it('has a root file system that cannot be written', () => {
    expect(everything().flatMap(containersOf).length).toBeGreaterThan(40);
    expect(writable(everything())).toEqual([]);
  });

  it('has no secret in a variable', () => {
    expect(secrets(everything())).toEqual([]);
  });

  it.each([
    ['a service', 'Deployment/crew-executor', 'spec.template.spec.containers.0'],
    ['a scheduled job', 'CronJob/crew-archive', 'spec.jobTemplate.spec.template.spec.containers.0'],
    ['helm test', 'Pod/crew-order', 'spec.containers.0'],
  ])('is looked at: that of %s', (_what, name, container) => {
    const object = named(objectsOf('default'), name);
    expect(writable([withField(object, `${container}.securityContext.readOnlyRootFilesystem`, false)])).toHaveLength(1);
    expect(secrets([withField(object, `${container}.env.0`, { name: 'A', valueFrom: {} })])).toHaveLength(1);
  });
});
