/** The command as a user runs it: real processes, real models, a terminal's worth of output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayService, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { scrape } from '@pitcrew/testing';
import { expect, it } from 'vitest';

type Running = { readonly child: ChildProcess; readonly output: () => string };

function pitcrew(...args: readonly string[]): Running {
  const environment = { ...process.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  return { child, output: () => output };
}

const ended = async ({ child }: Running): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

it('start shows a new user an order from the request to its confirmation, for no money', async () => {
  const start = pitcrew('start');
  expect({ exitCode: await ended(start), output: start.output() }).toMatchObject({ exitCode: 0 });
  const output = start.output();
  for (const who of ['router', 'planner', 'executor', 'backoffice', 'validator'])
    expect(output).toMatch(new RegExp(`^ *\\d+\\.\\d\\d s {2}${who}`, 'm'));
  expect(output).toMatch(/^Order confirmed: CNF-88421, ground, \$42\.50, 3 days$/m);
  expect(output).toMatch(/^Total \d+\.\d\d s, .*cost \$0\.00 \(a frontier for all of it: \$0\.03\)$/m);
  expect(output.match(/^ {2}npm start -- /gm)).toHaveLength(3);
});

it('start --keep leaves a crew that answers, until it is told to stop', async () => {
  const start = pitcrew('start', 'Translate our staff handbook into Dutch', '--keep');
  await expect.poll(start.output, { timeout: 100_000 }).toContain('Ctrl-C');
  const address = /(\S+) list$/m.exec(start.output())?.[1] ?? '';
  const gateway = connect(gatewayService, address);
  const list = await gateway.listRuns(
    { tenant: TenantId.parse('demo'), pageSize: 0, pageToken: '' },
    { deadlineMs: 5000 },
  );
  gateway.close();
  expect(list.runs).toMatchObject([{ phase: 'finished', outcome: { stopReason: 'no_workflow' } }]);
  const metrics = /metrics +http:\/\/(\S+)\/metrics/.exec(start.output())?.[1] ?? '';
  expect((await scrape(metrics)).get('pitcrew_runs_finished_total')?.samples).toMatchObject([
    { labels: { pitcrew_run_stop_reason: 'no_workflow' }, value: 1 },
  ]);
  expect(start.output()).toMatch(/^ {2}traces {4}\S/m);
  const directory = /logs +(\S+)\/logs/.exec(start.output())?.[1] ?? '';
  expect(existsSync(directory)).toBe(true);
  start.child.kill('SIGTERM');
  expect(await ended(start)).toBe(0);
  expect(existsSync(directory)).toBe(false);
});

it('says in one sentence what is wrong, with exit code 2', async () => {
  const get = pitcrew('runs', 'get', 'nonsense', '--gateway', '127.0.0.1:1');
  expect(await ended(get)).toBe(2);
  expect(get.output().trim().split('\n')).toEqual(['nonsense is not the id of a run; `pitcrew runs list` shows them']);
});
