/** A person at a terminal: sees what waits for an answer, looks at it, answers; hands an unclear request in and is asked. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Crew, startCrew } from './crew.ts';
import { openTenant, type Tenant } from './tenant.ts';

const RUN_MS_MAX = 60_000;
let crew: Crew;
let workflows: string;

beforeAll(async () => {
  workflows = mkdtempSync(join(tmpdir(), 'pitcrew-packs-'));
  cpSync(resolve(import.meta.dirname, '../../../workflows'), workflows, { recursive: true });
  const file = join(workflows, 'order-processing/workflow.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\non_logic_error: review\n`);
  crew = await startCrew({ workflows });
});
afterAll(async () => {
  await crew?.stop();
  rmSync(workflows, { recursive: true, force: true });
});

async function pitcrew({ tenant }: Tenant, ...args: readonly string[]): Promise<string> {
  const target = ['--gateway', crew.gateway, '--tenant', tenant];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args, ...target], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  await once(child, 'close');
  return output;
}

it('lists, shows and resolves a review', async () => {
  const short = { tool: 'check_inventory', class: 'logic', message: 'W-100: 30 available, 50 wanted', times: 1 };
  using tenant = await openTenant(crew, { faults: [short] });
  expect(await pitcrew(tenant, 'reviews', 'list')).toBe('no step waits for a review\n');
  const run = (await pitcrew(tenant, 'submit', 'Process order #4521 for customer acme-corp')).trim();
  await expect.poll(() => pitcrew(tenant, 'reviews', 'list'), { timeout: RUN_MS_MAX }).toContain(short.message);
  expect(await pitcrew(tenant, 'runs', 'get', run)).toContain(`npx pitcrew reviews show ${run} s2`);
  const shown = await pitcrew(tenant, 'reviews', 'show', run, 's2');
  expect(shown).toContain(`It said: ${short.message}`);
  expect(shown).toContain('It surely had no effect.');
  expect(await pitcrew(tenant, 'reviews', 'resolve', run, 's2', '--retry', '{"skus": 1}')).toMatch(
    /^INVALID_ARGUMENT: check_inventory: skus must be string\[\]/,
  );
  expect(await pitcrew(tenant, 'reviews', 'resolve', run, 's3', '--skip')).toMatch(/but these do: s2/);
  const again = '{"skus": ["W-100"], "quantities": [30]}';
  expect(await pitcrew(tenant, 'reviews', 'resolve', run, 's2', '--retry', again, '--by', 'kim')).toBe(
    's2 check_inventory: is done again with your arguments\n',
  );
  expect(await pitcrew(tenant, 'runs', 'watch', run)).toMatch(/kim +s2 check_inventory: again, with skus=\["W-100"\]/);
  expect(await pitcrew(tenant, 'reviews', 'list', '--all')).toMatch(/resolved retry kim/);
  expect(await pitcrew(tenant, 'approvals', 'list', '--workflow', 'order-processing')).toBe(
    'nothing waits for a decision\n',
  );
});

it('answers what an unclear request means', async () => {
  using tenant = await openTenant(crew);
  const submitted = await pitcrew(tenant, 'submit', 'Please process the order for acme-corp', '--clarify');
  const [run = '', hint = ''] = submitted.split('\n');
  expect(hint).toContain(`npx pitcrew runs answer ${run}`);
  await expect.poll(() => pitcrew(tenant, 'runs', 'get', run), { timeout: RUN_MS_MAX }).toMatch(/asks: .*order number/);
  expect(await pitcrew(tenant, 'runs', 'answer', run, 'order #4521')).toBe('the run goes on with your answer\n');
  expect(await pitcrew(tenant, 'runs', 'watch', run)).toContain('Order confirmed: ');
});
