/** `pitcrew verify` as a process, over a real server whose log somebody has tampered with. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { openBus } from '@pitcrew/bus';
import { type EventBody, newInstanceId, newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const tenant = TenantId.parse('acme');
const whole = newRunId();
const cut = newRunId();
let nats: NatsServer;
let sequences: readonly number[];

beforeAll(async () => {
  nats = await startNatsServer();
  await using bus = await openBus({ servers: nats.url });
  const write = async (run: RunId): Promise<readonly number[]> => {
    const bodies: readonly EventBody[] = [
      { kind: 'run-requested', requestId: run, request: 'Process order #4521' },
      { kind: 'run-claimed', owner: newInstanceId() },
      { kind: 'timer-fired', timer: 'one' },
      { kind: 'timer-fired', timer: 'two' },
    ];
    const stored: number[] = [];
    for (const [n, body] of bodies.entries()) {
      const envelope = {
        schemaVersion: 1,
        tenant,
        run,
        epoch: 1,
        at: new Date().toISOString(),
        traceparent: '',
      } as const;
      const result = await bus.log.append({
        ...{ tenant, run, subject: n === 0 ? 'in' : 'fact', expectedSequence: stored.at(-1) ?? 0 },
        event: { ...envelope, id: `${run}:1:${n}`, body },
      });
      stored.push(result.kind === 'stored' ? result.sequence : expect.fail('conflict'));
    }
    return stored;
  };
  await write(whole);
  sequences = await write(cut);
  // Takes the first two of the owner's facts away, as an operator of the server can.
  await ask('$JS.API.STREAM.PURGE.RUNLOG', { filter: `run.acme.${cut}.fact`, seq: sequences[3] });
});
afterAll(() => nats?.[Symbol.asyncDispose]());

/** One request over the text protocol of NATS. */
async function ask(subject: string, body: object): Promise<void> {
  const { hostname, port } = new URL(nats.url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  const text = JSON.stringify(body);
  socket.write(`CONNECT {"verbose":false}\r\nSUB answer 1\r\nPUB ${subject} answer ${text.length}\r\n${text}\r\n`);
  let said = '';
  while (!/"success":true/.test(said)) said += String((await once(socket, 'data'))[0]);
  socket.destroy();
}

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A later option wins over an earlier one. */
const verify = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const command = [
      join(import.meta.dirname, '../main.ts'),
      'verify',
      '--nats',
      nats.url,
      '--tenant',
      'acme',
      ...args,
    ];
    execFile(process.execPath, command, { env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

it('names the run and the gap, counts what it read, and exits with 1', async () => {
  const { code, stdout, stderr } = await verify();
  const [first, , third, fourth] = sequences;
  expect(stdout).toContain(`${cut}  between ${first} and ${fourth} events are missing, the last of them ${third}\n`);
  expect(stdout).toContain('2 runs, 6 events: 1 runs damaged\n');
  expect(stderr).toBe(
    '2 messages of the whole log, over all tenants, are no longer on it; those of archived runs are in the archive\n',
  );
  expect(code).toBe(1);
});

it('prints the findings for a program', async () => {
  const { code, stdout } = await verify(cut, '-o', 'json');
  const [after, , last, before] = sequences;
  expect(JSON.parse(stdout)).toEqual({
    tenant: 'acme',
    runs: [{ run: cut, events: 2, findings: [{ kind: 'events-missing', after, before, last }] }],
    removedOfAllTenants: 2,
  });
  expect(code).toBe(1);
});

it('exits with 0 when every event follows from the one before', async () => {
  const { code, stdout } = await verify(whole);
  expect(stdout).toBe('1 runs, 4 events: every event follows from the one before\n');
  expect(code).toBe(0);
});

it.each([
  ["another tenant's run", ['--tenant', 'other'], /^there is no run .* of the tenant other\n$/],
  ['a server that is not there', ['--nats', 'nats://127.0.0.1:1'], /no NATS server answers/],
])('says in a sentence what is wrong with %s, with exit code 2', async (_, args, message) => {
  const { code, stderr } = await verify(whole, ...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
