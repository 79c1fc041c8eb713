/** What `helm test` runs in its pod, against a crew of this machine: it ends well with a run that succeeded, again and again, and badly without. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containersOf, named } from './objects.ts';
import { chart, root } from './places.ts';
import { render } from './render.ts';
import { run } from './run.ts';

const withIdentity = join(chart, 'ci/tls-oidc.yaml');
const exampleTools = ['tools={"url":"","peers":[]}', 'test.request=""'];
const ownTools = ['tools={"url":"https://tools.example/mcp","peers":[{"podSelector":{}}]}'];

/** What the chart tells the pod of a release with these values; undefined where there is no such pod. */
async function testOf(set: readonly string[], file?: string): Promise<NodeJS.ProcessEnv | undefined> {
  const objects = await render({ set, ...(file === undefined ? {} : { file }) });
  if (!objects.some(({ kind }) => kind === 'Pod')) return undefined;
  const [container] = containersOf(named(objects, 'Pod/crew-order'));
  const own = container?.env?.filter(({ name }) => name.startsWith('PITCREW_TEST_')) ?? [];
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

describe('the chart', () => {
  it('submits what may be repeated: as a new tenant an order, and as that of a token a quote', async () => {
    expect(await testOf([])).toMatchObject({ PITCREW_TEST_REQUEST: expect.stringMatching(/^Process order #4521/) });
    expect(await testOf(exampleTools, withIdentity)).toMatchObject({
      PITCREW_TEST_REQUEST: expect.stringMatching(/^Quote order #4521 .* not confirm/),
    });
  });

  it('submits nothing of its own to tools of somebody’s', async () => {
    expect(await testOf(ownTools)).toBeUndefined();
    expect(await testOf([...ownTools, 'test.request="Look at 7"'])).toMatchObject({
      PITCREW_TEST_REQUEST: 'Look at 7',
    });
  });
});

let folder: string;
let crew: Crew;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitcrew-order-'));
  const script = readFileSync(join(chart, 'files/order.mjs'), 'utf8');
  // In the image of the command line the repository is /app.
  writeFileSync(join(folder, 'order.mjs'), script.replace('/app/', `${root}/`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const order = (env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, [join(folder, 'order.mjs')], {
    env: { ...process.env, PITCREW_GATEWAY: crew.gateway, ...env },
    timeoutMs: 110_000,
  });

describe('the pod', () => {
  beforeAll(async () => {
    crew = await startCrew();
  });
  afterAll(() => crew?.stop());

  it.each(['once', 'and once more'])('submits an order and shows its run to the end, %s', async () => {
    const { code, stdout } = await order(await testOf([]));
    expect(stdout).toMatch(/^run [0-9a-f-]{36}\nrun-requested\n/);
    expect(stdout).toContain('call-proposed confirm_order\ncall-judged\ncall-performed');
    expect(stdout.trim()).toMatch(/run-finished\nsucceeded: \w+$/);
    expect(code).toBe(0);
  });

  it('ends badly with a run that does', async () => {
    const request = 'Process order #999999 for customer acme-corp';
    const { code, stdout } = await order({ PITCREW_TEST_TENANT: 'demo', PITCREW_TEST_REQUEST: request });
    expect(stdout).toContain('run-finished');
    expect(code).not.toBe(0);
  });

  it('ends badly where there is no gateway', async () => {
    const { code, stderr } = await order({ ...(await testOf([])), PITCREW_GATEWAY: '127.0.0.1:1' });
    expect(code).not.toBe(0);
    expect(stderr).toContain('UNAVAILABLE');
  });
});

describe('with identity the pod', () => {
  let token: string;
  beforeAll(async () => {
    crew = await startCrew({ identity: true });
    token = join(folder, 'token');
    writeFileSync(token, (await crew.identity?.token({ tenant: 'acme', roles: ['submitter'] })) ?? '');
  });
  afterAll(() => crew?.stop());

  it.each(['once', 'and once more'])('quotes an order as the tenant of its token, %s', async () => {
    const request = await testOf(exampleTools, withIdentity);
    const { code, stdout } = await order({ ...crew.identity?.operator, PITCREW_TOKEN_FILE: token, ...request });
    expect(stdout).not.toContain('confirm_order');
    expect(stdout.trim()).toMatch(/run-finished\nsucceeded: \w+$/);
    expect(code).toBe(0);
  });
});
