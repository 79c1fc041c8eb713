/** The command against the service as a process, which starts with no configuration: then nothing may be spent. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Crew, startCrew } from '../crew.ts';

let crew: Crew;
beforeAll(async () => {
  crew = await startCrew({ only: ['nats-server', 'budget'] });
});
afterAll(() => crew?.stop());

const pitcrew = (...args: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', PITCREW_BUDGET: crew.addresses.budget };
    execFile(
      process.execPath,
      [join(import.meta.dirname, '../main.ts'), 'budget', ...args],
      { env },
      (error, stdout, stderr) => resolve({ exitCode: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });

it('shows what may be spent, and lets it be changed', async () => {
  expect((await pitcrew()).output).toMatch(/^all tenants {2}month +\$0\.00/m);
  const set = await pitcrew('set-limit', '--tenant', 'acme', '--period', 'month', '--usd', '20');
  expect(set).toEqual({ exitCode: 0, output: 'acme may spend $20.00 a month\n' });
  await pitcrew('set-limit', '--all', '--period', 'day', '--usd', '0.5');
  const { output } = await pitcrew('show');
  expect(output).toMatch(/^all tenants {2}day +\$0\.50 +\$0\.00 +\$0\.00 +\$0\.50/m);
  expect(output).toMatch(/^acme +hour +-/m);
  expect(output).toMatch(/^acme +month +\$20\.00/m);
  expect(JSON.parse((await pitcrew('-o', 'json')).output)).toMatchObject({ alerts: [] });
});

it.each([
  ['a negative limit', ['set-limit', '--all', '--period', 'day', '--usd', '-1'], 'at least 0'],
  ['nobody to limit', ['set-limit', '--period', 'day', '--usd', '1'], 'either --tenant TENANT or --all'],
  [
    'an unknown period',
    ['set-limit', '--all', '--period', 'week', '--usd', '1'],
    'Allowed choices are hour, day, month',
  ],
])('says what is wrong with %s', async (_, args, message) => {
  const { exitCode, output } = await pitcrew(...args);
  expect(exitCode).not.toBe(0);
  expect(output).toContain(message);
});
