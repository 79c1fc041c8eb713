/** The client against a gateway over real gRPC, whose log is the fixture's and which drains and fails when it is told to. */
import { gatewayService, type StoredEvent } from '@pitcrew/contracts';
import { type Call, type Handlers, implement, RpcError, type RpcServer, serve, tokenExpired } from '@pitcrew/rpc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, connectGateway } from './client.ts';
import { approvalAsked, events, finished, run } from './run.fixture.ts';

type Seen = { readonly method: string; readonly request: object; readonly authorization: string | undefined };

let server: RpcServer;
let client: Client;
let seen: Seen[];
/** How many events each watch gives before it is away; all when there is none. */
let watches: number[];
let away: RpcError;
let tokens: number;

const note = (request: object, { method, metadata }: Call) => {
  seen.push({ method: method.split('/')[1] ?? '', request, authorization: metadata.get('authorization') });
};
const answering =
  <P>(answer: P) =>
  async (request: object, call: Call): Promise<P> => {
    note(request, call);
    return answer;
  };

async function* watchRun(request: { readonly resumeAfter: number }, call: Call) {
  note(request, call);
  const gives = watches.shift();
  const left = events.filter(({ sequence }) => sequence > request.resumeAfter);
  for (const stored of left.slice(0, gives)) yield { stored };
  if (gives !== undefined) throw away;
}

const handlers: Handlers<(typeof gatewayService)['methods']> = {
  submitRun: answering({ run }),
  getRun: async () => {
    throw new RpcError({ code: 'NOT_FOUND', reason: 'RUN_NOT_FOUND', message: 'there is no such run' });
  },
  watchRun,
  listRuns: answering({ runs: [], nextPageToken: '', asOf: '2027-01-01T00:00:00.000Z' }),
  cancelRun: answering({}),
  decideApproval: answering({}),
  listApprovals: answering({ approvals: [], nextPageToken: '', asOf: '2027-01-01T00:00:00.000Z' }),
  listReviews: answering({ reviews: [], nextPageToken: '', asOf: '2027-01-01T00:00:00.000Z' }),
  resolveReview: answering({}),
  giveClarification: answering({}),
};

beforeEach(async () => {
  seen = [];
  watches = [];
  away = new RpcError({ code: 'UNAVAILABLE', message: 'draining', retryAfterMs: 1 });
  tokens = 0;
  server = await serve({ address: '127.0.0.1:0', services: [implement(gatewayService, handlers)], drainBoundMs: 200 });
  const token = async () => {
    tokens += 1;
    return `t${tokens}`;
  };
  client = connectGateway({ address: `127.0.0.1:${server.port}`, tenant: 'acme', token });
});
afterEach(async () => {
  client.close();
  await server.drain();
});

const collect = async (watched: AsyncIterable<StoredEvent>) => {
  const found: StoredEvent[] = [];
  for await (const stored of watched) found.push(stored);
  return found;
};

describe('a call', () => {
  it.each<[string, (client: Client) => Promise<unknown>, object]>([
    [
      'SubmitRun',
      (it) => it.submit('Process order #4521', { requestId: 'r-1', clarify: true }),
      { tenant: 'acme', requestId: 'r-1', request: 'Process order #4521', clarify: true },
    ],
    ['ListRuns', (it) => it.list(), { tenant: 'acme', pageSize: 0, pageToken: '' }],
    ['CancelRun', (it) => it.cancel(run), { tenant: 'acme', run, reason: '' }],
    ['GiveClarification', (it) => it.clarify(run, 'the blue one'), { tenant: 'acme', run, answer: 'the blue one' }],
    [
      'ResolveReview',
      (it) => {
        const asked = { step: approvalAsked.step, item: 0, attempt: 2 };
        return it.resolve(run, asked, { resolution: { kind: 'skip' }, decidedBy: 'kim' });
      },
      { tenant: 'acme', run, step: 's2', item: 0, attempt: 2, decidedBy: 'kim', resolution: { kind: 'skip' } },
    ],
  ])('%s says what the caller said, as its tenant', async (method, call, request) => {
    await call(client);
    expect(seen).toEqual([{ method, request, authorization: 'Bearer t1' }]);
  });

  it('submits under a new request id unless one is given', async () => {
    expect(await client.submit('one')).toBe(run);
    await client.submit('two');
    const ids = seen.map(({ request }) => (request as { requestId: string }).requestId);
    expect(new Set(ids).size).toBe(2);
  });

  it('binds a decision to exactly what was asked (R4)', async () => {
    await client.decide(run, approvalAsked, { approved: true, decidedBy: 'kim' });
    const { step, item, planVersion, tool, argumentDigest } = approvalAsked;
    const decision = { approved: true, decidedBy: 'kim', reason: '' };
    expect(seen[0]?.request).toEqual({
      tenant: 'acme',
      run,
      step,
      item,
      planVersion,
      tool,
      argumentDigest,
      ...decision,
    });
  });

  it('fails with the reason that the gateway gives', async () => {
    await expect(client.get(run)).rejects.toMatchObject({ code: 'NOT_FOUND', reason: 'RUN_NOT_FOUND' });
  });

  it('is not sent when an id is none, and names the field', async () => {
    const refused = { code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST', field: 'run', neverSent: true };
    await expect(client.cancel('nonsense')).rejects.toMatchObject(refused);
    await expect(client.result('nonsense')).rejects.toMatchObject(refused);
    expect(seen).toEqual([]);
  });
});

describe('a token', () => {
  const secret = () => 'a-token';

  it('is not sent to another machine without TLS', () => {
    const connecting = () => connectGateway({ address: 'gateway.example:50051', tenant: 'acme', token: secret });
    expect(connecting).toThrow(/is not sent to gateway.example:50051 without TLS: set PITCREW_TLS_CA_FILE/);
  });

  it('keeps nobody without one from connecting', () => {
    expect(() => connectGateway({ address: 'gateway.example:50051', tenant: 'acme' }).close()).not.toThrow();
  });
});

describe('a watch', () => {
  it('goes on after the last event when the gateway goes away, with a token of its own each time', async () => {
    watches = [2, 1];
    expect(await collect(client.watch(run))).toEqual(events);
    const attempts = seen.map(({ request, authorization }) => ({ ...request, authorization }));
    expect(attempts).toMatchObject([
      { resumeAfter: 0, authorization: 'Bearer t1' },
      { resumeAfter: 13, authorization: 'Bearer t2' },
      { resumeAfter: 16, authorization: 'Bearer t3' },
    ]);
  });

  it('goes on with a new token when one has expired', async () => {
    watches = [2];
    away = tokenExpired();
    expect(await collect(client.watch(run))).toEqual(events);
    expect(seen).toMatchObject([
      { request: { resumeAfter: 0 }, authorization: 'Bearer t1' },
      { request: { resumeAfter: 13 }, authorization: 'Bearer t2' },
    ]);
  });

  it('goes on at a server that came back on the same address', async () => {
    const { port } = server;
    watches = [3];
    const following = client.watch(run)[Symbol.asyncIterator]();
    for (const expected of events.slice(0, 3)) expect((await following.next()).value).toEqual(expected);
    await server.drain();
    const next = following.next();
    server = await serve({ address: `127.0.0.1:${port}`, services: [implement(gatewayService, handlers)] });
    expect((await next).value).toEqual(events[3]);
    await following.return?.();
  });

  it('ends with CANCELLED when it is aborted', async () => {
    const controller = new AbortController();
    const watched = client.watch(run, { signal: controller.signal })[Symbol.asyncIterator]();
    await watched.next();
    controller.abort();
    await expect(
      (async () => {
        for (let left = events.length; left > 0; left -= 1) await watched.next();
      })(),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('waits for the result', async () => {
    watches = [4];
    expect(await client.result(run)).toEqual(finished);
  });
});
