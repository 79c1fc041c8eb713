/** What `helm test` runs in its pod, against a crew of this machine: it ends well with a run that succeeded, and badly without. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chart, root } from './places.ts';
import { run } from './run.ts';

let crew: Crew;
let folder: string;

beforeAll(async () => {
  crew = await startCrew();
  folder = mkdtempSync(join(tmpdir(), 'pitcrew-order-'));
  const script = readFileSync(join(chart, 'files/order.mjs'), 'utf8');
  // In the image of the command line the repository is /app.
  writeFileSync(join(folder, 'order.mjs'), script.replace('/app/', `${root}/`));
});
afterAll(async () => {
  await crew?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const order = (env: NodeJS.ProcessEnv) =>
  run(process.execPath, [join(folder, 'order.mjs')], { env: { ...process.env, ...env }, timeoutMs: 110_000 });

it('submits an order and shows its run to the end', async () => {
  const { code, stdout } = await order({ PITCREW_GATEWAY: crew.gateway, PITCREW_TENANT: 'demo' });
  expect(stdout).toMatch(/^run [0-9a-f-]{36}\nrun-requested\n/);
  expect(stdout).toContain('call-performed');
  expect(stdout.trim()).toMatch(/run-finished\nsucceeded: \w+$/);
  expect(code).toBe(0);
});

it('ends badly where there is no gateway', async () => {
  const { code, stderr } = await order({ PITCREW_GATEWAY: '127.0.0.1:1', PITCREW_TENANT: 'demo' });
  expect(code).not.toBe(0);
  expect(stderr).toContain('UNAVAILABLE');
});
