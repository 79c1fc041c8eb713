import { newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import { startNatsServer } from '@pitcrew/testing';
import { expect, it } from 'vitest';
import { openDeadLetters } from './dead-letters.ts';
import { openBus } from './open-bus.ts';
import { requested } from './sample-events.ts';

it('what was set aside is listed with its reason, and its run is woken when it is tried again', async () => {
  await using nats = await startNatsServer();
  await using bus = await openBus({ servers: nats.url });
  await using letters = await openDeadLetters({ servers: [nats.url] });
  expect(await letters.list(10)).toEqual([]);

  const tenant = TenantId.parse('acme & sons');
  const runs = [newRunId(), newRunId()];
  for (const run of runs)
    await bus.log.append({ tenant, run, subject: 'in', event: requested(tenant, run), expectedSequence: 0 });
  const broken = await bus.wakeUps.consume({
    ...{ maxInFlight: 1, maxDeliver: 1 },
    handler: () => Promise.reject(new Error('a tool that is not there')),
  });
  await expect.poll(() => letters.list(10)).toHaveLength(2);
  await broken.stop();
  const [first, second] = await letters.list(10);
  expect(first).toMatchObject({ service: 'orchestrator', reason: 'Error: a tool that is not there' });
  expect([first?.run, second?.run]).toEqual(runs.map((run) => ({ tenant, run })));
  expect(await letters.list(1)).toEqual([first]);

  const woken: RunId[] = [];
  const mended = await bus.timers.consume({
    maxInFlight: 1,
    handler: async ({ run }) => {
      woken.push(run);
      return 'done';
    },
  });
  if (second !== undefined) await letters.retry(second);
  await expect.poll(() => woken).toEqual([runs[1]]);
  expect(await letters.list(10)).toEqual([first]);
  await mended.stop();
});
