/** A failure that nobody foresaw is found in the log of the service, where those who throw noise at it look for one. */
import { newRunId, routerService, TenantId } from '@pitcrew/contracts';
import { internalFailuresIn } from '@pitcrew/testing/hostile';
import { afterEach, expect, it, vi } from 'vitest';
import { connect, implement, RpcError, serve } from './index.ts';

const logged: string[] = [];
const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
afterEach(() => {
  write.mockClear();
  logged.length = 0;
});

const tenant = TenantId.parse('acme');

async function route(fails: () => never): Promise<void> {
  const server = await serve({
    address: '127.0.0.1:0',
    services: [implement(routerService, { route: async () => fails() })],
    drainBoundMs: 200,
  });
  const client = connect(routerService, `127.0.0.1:${server.port}`);
  for (let n = 0; n < 2; n += 1)
    await expect(client.route({ tenant, run: newRunId(), request: 'r' }, { deadlineMs: 5_000 })).rejects.toThrow();
  client.close();
  await server.drain();
}

it('a planted one is seen once, with its method and its place', async () => {
  await route(() => {
    throw new TypeError('planted');
  });
  expect(internalFailuresIn(logged.join(''))).toEqual([
    expect.stringMatching(/^pitcrew\.router\.v1\.RouterService\/Route: planted at .*internal-failures\.test\.ts/),
  ]);
});

it('what a handler says itself, and lines of others, are none', async () => {
  await route(() => {
    throw new RpcError({ code: 'INVALID_ARGUMENT', message: 'no such thing' });
  });
  expect(internalFailuresIn(`${logged.join('')}\n(node:1) Warning: {"a":\n{"message":"listening"}\n`)).toEqual([]);
});
