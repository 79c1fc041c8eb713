/** For tests: the gateway's methods served over gRPC on a real message bus, and somebody who plays the owners of its runs. */
import { randomUUID } from 'node:crypto';
import { type Bus, openBus } from '@pitcrew/bus';
import { type EventBody, gatewayService, type RunId, type TenantId } from '@pitcrew/contracts';
import { type Authenticate, type Client, connect, implement, serve } from '@pitcrew/rpc';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import type { Gateway } from './gateway.ts';
import { gatewayHandlers } from './handlers.ts';

export type GatewayClient = Client<(typeof gatewayService)['methods']>;

export type ServedGateway = AsyncDisposable & {
  readonly nats: NatsServer;
  readonly bus: Bus;
  /** What its methods were made of. */
  readonly gateway: Gateway;
  /** Without a token. */
  readonly client: GatewayClient;
  readonly address: string;
};

type Serving = Pick<Gateway, 'now'> & {
  /** A problem that is not told to callers fails the test unless said. */
  readonly report?: Gateway['report'];
  readonly authenticate?: Authenticate | undefined;
  readonly waitingRunsMax?: number;
};

export async function serveGateway({
  now,
  report = failed,
  authenticate,
  waitingRunsMax = Number.POSITIVE_INFINITY,
}: Serving): Promise<ServedGateway> {
  const nats = await startNatsServer();
  const bus = await openBus({ servers: nats.url, service: 'gateway' });
  const gateway = { ...bus, now, report, waitingRunsMax };
  const services = [implement(gatewayService, gatewayHandlers(gateway), { authenticate })];
  const server = await serve({ address: '127.0.0.1:0', services });
  const address = `127.0.0.1:${server.port}`;
  const client = connect(gatewayService, address);
  return {
    ...{ nats, bus, gateway, client, address },
    async [Symbol.asyncDispose]() {
      client.close();
      await server.drain();
      await bus.close();
      await nats[Symbol.asyncDispose]();
    },
  };
}

function failed(problem: unknown): never {
  throw new Error(String(problem));
}

type Place = { readonly tenant: TenantId; readonly run: RunId };

/** As the run's owner would, each after all that is there. Answers the sequence of the last. */
export async function appendFacts(
  { log }: Pick<Bus, 'log'>,
  { tenant, run }: Place,
  bodies: readonly EventBody[],
  at: Date = new Date('2027-01-01T12:00:00.000Z'),
): Promise<number> {
  let last = (await log.read(tenant, run)).at(-1)?.sequence ?? 0;
  for (const body of bodies) {
    const id = `${run}:1:${randomUUID()}`;
    const event = { schemaVersion: 1, id, tenant, run, epoch: 1, at: at.toISOString(), traceparent: '', body } as const;
    const answer = await log.append({ tenant, run, subject: 'fact', event, expectedSequence: last });
    last = answer.kind === 'stored' ? answer.sequence : failed('somebody else wrote');
  }
  return last;
}
