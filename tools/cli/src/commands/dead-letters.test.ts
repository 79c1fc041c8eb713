/** `pitcrew dead-letters` as a process, on a real server. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openBus, openDeadLetters } from '@pitcrew/bus';
import { newRunId, TenantId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../main.ts');
const tenant = TenantId.parse('acme');
const run = newRunId();
let nats: NatsServer;

const pitcrew = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'dead-letters', ...args, '--nats', nats.url]);
  return stdout;
};

beforeAll(async () => {
  nats = await startNatsServer();
});
afterAll(() => nats?.[Symbol.asyncDispose]());

it('shows what was set aside, tries it again, and has nothing left', { timeout: 30_000 }, async () => {
  await using bus = await openBus({ servers: nats.url });
  const event: Parameters<typeof bus.log.append>[0]['event'] = {
    ...{ schemaVersion: 1, id: `${run}:in:0`, tenant, run, epoch: 0, at: new Date().toISOString(), traceparent: '' },
    body: { kind: 'run-requested', requestId: 'r', request: 'Process order #4521' },
  };
  await bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
  const consumption = await bus.wakeUps.consume({
    ...{ maxInFlight: 1, maxDeliver: 1 },
    handler: () => Promise.reject(new Error('no such tool')),
  });
  await using letters = await openDeadLetters({ servers: [nats.url] });
  await expect.poll(() => letters.list(1)).toHaveLength(1);
  await consumption.stop();
  expect(await pitcrew('list')).toMatch(
    new RegExp(`^NUMBER .*REASON\\n1 .* orchestrator +acme +${run} +Error: no such tool\\n$`),
  );
  await expect(pitcrew('retry', '7')).rejects.toThrow('there is no dead letter 7');
  expect(await pitcrew('retry')).toBe('1 dead letters taken off the list, 1 runs woken\n');
  expect(await letters.list(1)).toEqual([]);
});
