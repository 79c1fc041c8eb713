/** A run stands in the lists of its tenant once its submission is answered, however often the gateway or the bus fell silent in between. */
import { randomUUID } from 'node:crypto';
import { BusUnavailable } from '@pitcrew/bus';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenant } from './run.fixture.ts';
import { type ServedGateway, serveGateway } from './served-gateway.fixture.ts';
import { createSubmission } from './submit-run.ts';

let served: ServedGateway;
beforeAll(async () => {
  served = await serveGateway({ now: () => new Date('2027-01-01T12:00:00.000Z') });
}, 30_000);
afterAll(() => served?.[Symbol.asyncDispose]());

const listed = async () => (await served.bus.summaries.list(tenant, 100, '')).runs.map(({ run }) => run);

it('is not answered before the run can be listed, and lists it when it is repeated', async () => {
  const { gateway } = served;
  let lost = 0;
  const put: typeof gateway.summaries.put = async (...summary) => {
    lost += 1;
    if (lost === 1) throw new BusUnavailable('storing a summary: no answer', 'unknown');
    return gateway.summaries.put(...summary);
  };
  const submit = createSubmission({ ...gateway, summaries: { ...gateway.summaries, put } });
  const submission = { tenant, requestId: randomUUID(), request: 'Process order #4521' };
  await expect(submit(submission)).rejects.toBeInstanceOf(BusUnavailable);
  expect(await listed()).toEqual([]);
  const { run } = await submit(submission);
  expect(await listed()).toEqual([run]);
  expect(await served.bus.log.read(tenant, run)).toHaveLength(1);
});
