import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayService, type Mode, type RunId } from '@pitcrew/contracts';
import { type Handlers, implement, RpcError, serve } from '@pitcrew/rpc';
import { afterEach, expect, it } from 'vitest';
import { orderRun } from '../story/run.fixture.ts';
import { parseCases } from './case.ts';
import { type Doors, readCases, runCases } from './run-cases.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

type Submitted = { readonly request: string; readonly mode: Mode | undefined };

/** A gateway over gRPC whose every run is the recorded one, and a control door that takes every world. */
async function scriptedDoors(): Promise<Doors & { readonly submitted: readonly Submitted[] }> {
  const submitted: Submitted[] = [];
  const unasked = async () => {
    throw new RpcError({ code: 'UNIMPLEMENTED', message: 'nobody asks for this' });
  };
  const handlers: Handlers<(typeof gatewayService)['methods']> = {
    submitRun: async ({ request, mode }) => {
      submitted.push({ request, mode });
      return { run: orderRun[0]?.event.run as RunId };
    },
    watchRun: async function* () {
      for (const stored of orderRun) yield { stored };
    },
    getRun: unasked,
    listRuns: unasked,
    cancelRun: unasked,
    decideApproval: unasked,
    listApprovals: unasked,
    listReviews: unasked,
    resolveReview: unasked,
    giveClarification: unasked,
  };
  const gateway = await serve({
    address: '127.0.0.1:0',
    services: [implement(gatewayService, handlers)],
    drainBoundMs: 300,
  });
  const control = createServer((_, response) => void response.writeHead(204).end()).listen(0, '127.0.0.1');
  await once(control, 'listening');
  open.push(
    () => gateway.drain(),
    async () => control.close(),
  );
  const { port } = control.address() as AddressInfo;
  return { gateway: `127.0.0.1:${gateway.port}`, controlUrl: `http://127.0.0.1:${port}`, submitted };
}

const cases = parseCases(
  [
    { request: 'first', expect: { outcome: 'succeeded' } },
    { request: 'second', expect: { outcome: 'failed', workflow: 'order-processing' } },
  ]
    .map((each) => JSON.stringify(each))
    .join('\n'),
  'f',
);

it('runs every case through the gateway in the mode that is asked for, and tells each as it ends', async () => {
  const doors = await scriptedDoors();
  const told: string[] = [];
  const results = await runCases(doors, cases, { concurrency: 1, mode: 'scratchpad', tell: (line) => told.push(line) });
  expect(results.map(({ request, passed }) => [request, passed])).toEqual([
    ['first', true],
    ['second', false],
  ]);
  expect(doors.submitted).toEqual([
    { request: 'first', mode: 'scratchpad' },
    { request: 'second', mode: 'scratchpad' },
  ]);
  expect(told).toEqual(['1/2 line 1 right (550 ms)', '2/2 line 2 wrong: outcome (550 ms)']);
});

it('says which file cannot be read', async () => {
  await expect(readCases('/nowhere/cases.jsonl')).rejects.toThrow(/^cannot read \/nowhere\/cases\.jsonl: ENOENT/);
});
