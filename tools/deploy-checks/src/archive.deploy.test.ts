/**
 * The scheduled job that archives: what the chart makes of it, and what its container runs, with its own words and variables, against
 * a server that gives it the rights of deploy/nats/values.yaml.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NatsWithRights, startNatsWithRights } from './nats-with-rights.ts';
import { type Container, containersOf, named } from './objects.ts';
import { chart, deploy, root } from './places.ts';
import { helm, type KubernetesObject, render } from './render.ts';
import { type Finished, run } from './run.ts';
import { ended, tenant } from './sample-run.ts';

const tls = join(chart, 'ci/tls-oidc.yaml');
const kindsOf = (objects: readonly KubernetesObject[]) =>
  objects.filter(({ metadata }) => metadata.name === 'crew-archive').map(({ kind }) => kind);

describe('the chart', () => {
  it('makes the job, its account, its policy and its certificate', async () => {
    expect(kindsOf(await render({})).sort()).toEqual(['CronJob', 'NetworkPolicy', 'ServiceAccount']);
    expect(kindsOf(await render({ file: tls }))).toContain('Certificate');
  });

  it('leaves all of it out where it is switched off', async () => {
    const objects = await render({ file: tls, set: ['archive.enabled=false'] });
    expect(objects.length).toBeGreaterThan(20);
    expect(objects.filter((object) => JSON.stringify(object).includes('crew-archive'))).toEqual([]);
  });

  it('runs it when and for what the values say', async () => {
    const set = ['archive.schedule="@weekly"', 'archive.olderThanDays=400', 'archive.resources.limits.memory="1Gi"'];
    const job = named(await render({ set }), 'CronJob/crew-archive');
    expect(job.spec).toMatchObject({ schedule: '@weekly' });
    expect(containersOf(job)).toMatchObject([
      { args: ['archive', '--older-than-days', '400'], resources: { limits: { memory: '1Gi' } } },
    ]);
  });

  it('runs one at a time, for a bounded time, and keeps a bounded number of them', async () => {
    const { spec } = named(await render({}), 'CronJob/crew-archive');
    expect(spec).toMatchObject({
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: expect.any(Number),
      successfulJobsHistoryLimit: expect.any(Number),
      failedJobsHistoryLimit: expect.any(Number),
      jobTemplate: {
        spec: {
          backoffLimit: expect.any(Number),
          activeDeadlineSeconds: expect.any(Number),
          ttlSecondsAfterFinished: expect.any(Number),
          template: { spec: { restartPolicy: 'Never', automountServiceAccountToken: false } },
        },
      },
    });
  });

  it('gives it a name that Kubernetes takes, however long that of the release is', async () => {
    const { stdout } = await helm([
      'template',
      `a${'-long'.repeat(10)}er`,
      chart,
      '--show-only',
      'templates/archive.yaml',
    ]);
    expect(/^ {2}name: (\S+)$/m.exec(stdout)?.[1]).toMatch(/^.{1,44}-archive$/);
  });
});

describe('what the job runs', () => {
  let nats: NatsWithRights;
  let container: Container;

  beforeAll(async () => {
    nats = await startNatsWithRights();
    const own = [`nats.url="${nats.url}"`, 'nats.servers=1', 'nats.streamReplicas=1', 'nats.logBytesMax=0'];
    const objects = await render({ file: tls, set: [...own, 'tls.trustDomain="pitcrew.local"'] });
    container = containersOf(named(objects, 'CronJob/crew-archive'))[0] as Container;
  });
  afterAll(() => nats?.[Symbol.asyncDispose]());

  /** As the image starts it, with a certificate where the volume is. */
  async function job(identity?: string): Promise<Finished> {
    const { PITCREW_TLS_CERT_FILE = '' } = await nats.certificate('archive', identity);
    const variables = (container.env ?? []).map(({ name, value = '' }) => [
      name,
      value.replace(/^\/tls\//, `${dirname(PITCREW_TLS_CERT_FILE)}/`),
    ]);
    return run(process.execPath, [...entryPoint(), ...(container.args ?? [])], {
      env: { PATH: process.env.PATH, ...Object.fromEntries(variables) },
    });
  }

  it('finds nothing where it comes before the first service', async () => {
    expect(await job()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^0 runs archived/) });
  });

  it('archives a run that ended long ago, which is read as before', async () => {
    await using gateway = await nats.openAs('gateway');
    await using orchestrator = await nats.openAs('orchestrator');
    const found = await ended(gateway, orchestrator);
    expect(await job()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 runs archived/) });
    expect(await gateway.log.count()).toBe(0);
    expect(await gateway.log.read(tenant, found)).toHaveLength(2);
  });

  it('ends badly as another user', async () => {
    expect((await job('spiffe://pitcrew.local/gateway')).code).not.toBe(0);
  });
});

/** What the image of the command line runs, after `node`, where the repository is /app. */
function entryPoint(): readonly string[] {
  const text = readFileSync(join(deploy, 'Dockerfile'), 'utf8');
  const found = /^FROM \S+ AS cli\n(?:(?!FROM).*\n)*?ENTRYPOINT (.+)$/m.exec(text)?.[1] ?? '[]';
  const [, ...words] = JSON.parse(found) as string[];
  return words.map((word) => word.replace(/^\/app\//, `${root}/`));
}
