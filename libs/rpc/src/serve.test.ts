/** What a platform expects of the server itself: health, reflection, and a drain that loses no call. */

import dns from 'node:dns';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { Busy, InputTooLong, newRunId, plannerService, routerService, TenantId } from '@pitcrew/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Call,
  checkHealth,
  connect,
  implement,
  RpcError,
  type RpcServer,
  type ServeOptions,
  serve,
} from './index.ts';

const usage = { model: 'm', inputTokens: 1, cachedTokens: 0, outputTokens: 1, prefillMs: 0, decodeMs: 0 };
const answer = {
  route: { workflowConfidence: 0, clarity: 'clear', clarityConfidence: 1 },
  question: '',
  usage,
} as const;
const request = () => ({ tenant: TenantId.parse('acme'), run: newRunId(), request: 'x' });

const open: RpcServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.drain()));
  vi.restoreAllMocks();
});

const router = (route: (request: unknown, call: Call) => Promise<typeof answer>) => implement(routerService, { route });
const start = async (options: Partial<ServeOptions> = {}): Promise<RpcServer> => {
  const server = await serve({
    address: '127.0.0.1:0',
    services: [router(async () => answer)],
    drainBoundMs: 300,
    ...options,
  });
  open.push(server);
  return server;
};

describe('health', () => {
  const healthOf = async ({ port }: RpcServer) =>
    Promise.all((['', 'liveness', 'readiness'] as const).map((name) => checkHealth(`127.0.0.1:${port}`, name, 2000)));

  it('is SERVING under every name once the server listens', async () => {
    expect(await healthOf(await start())).toEqual(['SERVING', 'SERVING', 'SERVING']);
  });

  it('is alive but not ready until a service that loads something says so, and again when it takes that back', async () => {
    const server = await start({ serving: false });
    expect(await healthOf(server)).toEqual(['NOT_SERVING', 'SERVING', 'NOT_SERVING']);
    server.setServing(true);
    expect(await healthOf(server)).toEqual(['SERVING', 'SERVING', 'SERVING']);
    server.setServing(false);
    expect(await healthOf(server)).toEqual(['NOT_SERVING', 'SERVING', 'NOT_SERVING']);
  });

  it('is UNREACHABLE where nothing listens', async () => {
    const server = await start();
    await server.drain();
    expect(await checkHealth(`127.0.0.1:${server.port}`, '', 2000)).toBe('UNREACHABLE');
  });
});

describe('reflection', () => {
  type Listed = { listServicesResponse: { service: { name: string }[] } };

  const listServices = (port: number): Promise<string[]> => {
    const folder = dirname(createRequire(import.meta.url).resolve('@grpc/reflection/package.json'));
    const includeDirs = [join(folder, 'build/proto')];
    const reflection = loadSync('grpc/reflection/v1/reflection.proto', { includeDirs });
    const definition = reflection['grpc.reflection.v1.ServerReflection'] as ServiceDefinition;
    const { path, requestSerialize, responseDeserialize } = definition.ServerReflectionInfo!;
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
    return new Promise<string[]>((resolve, reject) => {
      const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
      stream.on('data', (answer) => {
        resolve((answer as Listed).listServicesResponse.service.map(({ name }) => name));
        stream.end();
      });
      stream.on('error', reject);
      stream.write({ listServices: '' });
    }).finally(() => client.close());
  };

  it('lists the services and health', async () => {
    const planner = implement(plannerService, {
      plan: async () => {
        throw new RpcError({ code: 'UNIMPLEMENTED', message: 'not in this test' });
      },
      replan: async () => {
        throw new RpcError({ code: 'UNIMPLEMENTED', message: 'not in this test' });
      },
    });
    const { port } = await start({ services: [router(async () => answer), planner], reflection: true });
    expect((await listServices(port)).sort()).toEqual([
      'grpc.health.v1.Health',
      'pitcrew.planner.v1.PlannerService',
      'pitcrew.router.v1.RouterService',
    ]);
  });

  it('is absent unless it is asked for', async () => {
    const { port } = await start();
    await expect(listServices(port)).rejects.toMatchObject({ code: 12 });
  });
});

describe('drain', () => {
  it('says NOT_SERVING first, and still takes calls during the pause', async () => {
    const server = await start({ drainPauseMs: 300 });
    const client = connect(routerService, `127.0.0.1:${server.port}`);
    const drained = server.drain();
    expect(await checkHealth(`127.0.0.1:${server.port}`, 'readiness', 2000)).toBe('NOT_SERVING');
    expect(await client.route(request(), { deadlineMs: 2000 })).toEqual(answer);
    server.setServing(true);
    expect(await checkHealth(`127.0.0.1:${server.port}`, 'readiness', 2000)).toBe('NOT_SERVING');
    client.close();
    await drained;
  });

  it('lets a call under way finish', async () => {
    const started = Promise.withResolvers<void>();
    const route = async () => {
      started.resolve();
      await pause(200);
      return answer;
    };
    const server = await start({ services: [router(route)], drainBoundMs: 5000 });
    const client = connect(routerService, `127.0.0.1:${server.port}`);
    const call = client.route(request(), { deadlineMs: 5000 });
    await started.promise;
    const drained = server.drain();
    expect(await call).toEqual(answer);
    client.close();
    await drained;
  });

  it('cuts a call that does not finish within the bound, and tells its handler', async () => {
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const route = async (_: unknown, call: Call) => {
      started.resolve();
      call.signal.addEventListener('abort', () => aborted.resolve());
      await pause(60_000, undefined, { signal: call.signal });
      return answer;
    };
    const server = await start({ services: [router(route)], drainBoundMs: 100 });
    const client = connect(routerService, `127.0.0.1:${server.port}`);
    const call = client.route(request(), { deadlineMs: 1500 }).catch((error: RpcError) => error);
    await started.promise;
    await server.drain();
    await aborted.promise;
    expect(await call).toBeInstanceOf(RpcError);
    client.close();
  });

  it('is the same drain for everyone who asks', async () => {
    const server = await start();
    const drained = server.drain();
    expect(server.drain()).toBe(drained);
    await drained;
  });
});

describe('serve', () => {
  it('says which address it cannot have', async () => {
    const { port } = await start();
    await expect(start({ address: `127.0.0.1:${port}` })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
  });

  const tokens = { neededTokens: '101352', windowTokens: '2048' };
  it.each([
    [
      'Busy with RESOURCE_EXHAUSTED and the time to wait',
      new Busy('all slots are taken', 250),
      { code: 'RESOURCE_EXHAUSTED', reason: 'BUSY', retryAfterMs: 250 },
    ],
    [
      'InputTooLong with INVALID_ARGUMENT and the tokens',
      new InputTooLong('dialogue', 101_352, 2048),
      { code: 'INVALID_ARGUMENT', reason: 'INPUT_TOO_LONG', metadata: tokens },
    ],
  ])('answers %s, and does not report it', async (_, thrown, answered) => {
    const reported: unknown[] = [];
    const route = async () => {
      throw thrown;
    };
    const server = await start({ services: [router(route)], reportFailure: (_, error) => reported.push(error) });
    const client = connect(routerService, `127.0.0.1:${server.port}`);
    await expect(client.route(request(), { deadlineMs: 2000 })).rejects.toMatchObject(answered);
    expect(reported).toEqual([]);
    client.close();
  });
});

describe('a client', () => {
  it('spreads its calls over all replicas', async () => {
    const seen = [0, 0];
    const replicas = await Promise.all(
      seen.map((_, replica) =>
        start({
          services: [
            router(async () => {
              seen[replica] = (seen[replica] ?? 0) + 1;
              return answer;
            }),
          ],
        }),
      ),
    );
    const client = connect(routerService, `ipv4:${replicas.map(({ port }) => `127.0.0.1:${port}`).join(',')}`);
    await client.route(request(), { deadlineMs: 2000 });
    await pause(100);
    for (let call = 0; call < 20; call += 1) await client.route(request(), { deadlineMs: 2000 });
    client.close();
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(8);
  });

  it('finds a replica that is added behind its name, once a server has ended its connection for its age', async () => {
    const seen = new Set<string>();
    const at = (address: string) =>
      start({
        address,
        connectionAgeMaxMs: 200,
        services: [
          router(async () => {
            seen.add(address);
            return answer;
          }),
        ],
      });
    const [one, other] = ['127.0.0.1', '127.0.0.2'] as const;
    const { port } = await at(`${one}:0`);
    const replicas: string[] = [one];
    vi.spyOn(dns.promises, 'lookup').mockImplementation((async () =>
      replicas.map((address) => ({ address, family: 4 }))) as never);
    const client = connect(routerService, `crew-router.pitcrew.svc:${port}`);
    await client.route(request(), { deadlineMs: 2000 });
    await at(`${other}:${port}`);
    replicas.push(other);
    const asking = async () => {
      await client.route(request(), { deadlineMs: 2000 });
      return [...seen];
    };
    await expect.poll(asking, { timeout: 9_000, interval: 50 }).toContain(`${other}:${port}`);
    client.close();
  }, 15_000);

  it('finds a server again that comes back on its port', async () => {
    const first = await start();
    const address = `127.0.0.1:${first.port}`;
    const client = connect(routerService, address);
    await client.route(request(), { deadlineMs: 2000 });
    await first.drain();
    await expect(client.route(request(), { deadlineMs: 2000 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await start({ address });
    await expect
      .poll(() => client.route(request(), { deadlineMs: 2000 }).catch(() => undefined), { timeout: 5000 })
      .toEqual(answer);
    client.close();
  });
});
