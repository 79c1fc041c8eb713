/**
 * The rights of deploy/nats/values.yaml against a real server with TLS: every service can do what it does, as the user that its
 * certificate names, and cannot do what is another's.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, busSettings, type NewEvent, openBus } from '@pitcrew/bus';
import {
  LEDGER_STREAM,
  LEDGER_SUBJECT,
  newInstanceId,
  newRunId,
  type RunId,
  type RunSummary,
  TenantId,
} from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { createThrowawayCa, type SubjectNames, type ThrowawayCa, writeCertificates } from '@pitcrew/testing/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { deploy } from './places.ts';

type Account = { readonly users: readonly object[] };
type Values = {
  readonly config: {
    readonly jetstream: { readonly merge: object };
    readonly merge: { readonly accounts: { readonly PITCREW: Account } };
  };
};
const values = parse(readFileSync(join(deploy, 'nats/values.yaml'), 'utf8')) as Values;
const ledger = { stream: LEDGER_STREAM, subject: LEDGER_SUBJECT };

let ca: ThrowawayCa;
let folder: string;
let server: NatsServer;
let url: string;
let gateway: Bus;
let orchestrator: Bus;
let budget: Bus;

beforeAll(async () => {
  ca = await createThrowawayCa();
  folder = await mkdtemp(join(tmpdir(), 'pitcrew-nats-rights-'));
  const own = await certificate('nats', { hosts: ['localhost'] });
  const tls = {
    cert_file: own.PITCREW_TLS_CERT_FILE,
    key_file: own.PITCREW_TLS_KEY_FILE,
    ca_file: own.PITCREW_TLS_CA_FILE,
    verify_and_map: true,
  };
  const { jetstream, merge } = values.config;
  const store = { store_dir: join(folder, 'store'), ...jetstream.merge };
  server = await startNatsServer(settings({ tls, ...withArchiver(merge), jetstream: store }));
  url = server.url.replace('nats://127.0.0.1', 'tls://localhost');
  [gateway, orchestrator, budget] = await Promise.all([openAs('gateway'), openAs('orchestrator'), openAs('budget')]);
});

afterAll(async () => {
  await Promise.all([gateway, orchestrator, budget].map((bus) => bus?.close()));
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody without bounds in the crew's account, to bring about what no service does. */
function withArchiver(merge: Values['config']['merge']) {
  const { PITCREW, ...others } = merge.accounts;
  const users = [...PITCREW.users, { user: 'spiffe://pitcrew.local/archiver' }];
  return { ...merge, accounts: { ...others, PITCREW: { ...PITCREW, users } } };
}

/** A certificate as cert-manager would give it, and the environment that names its files. */
async function certificate(name: string, names: SubjectNames): Promise<NodeJS.ProcessEnv> {
  return writeCertificates(join(folder, name), ca.certificate, await ca.issue(name, names));
}

/** A bus as a service of the chart opens it. Its certificate may say that it is another. */
async function openAs(service: string, identity = `spiffe://pitcrew.local/${service}`): Promise<Bus> {
  const own = await certificate(randomUUID(), { uris: [identity], hosts: [`crew-${service}.pitcrew.svc`] });
  return openBus({ ...busSettings({ PITCREW_NATS_URL: url, ...own }), service, openTimeoutMs: 3_000 });
}

/** One `name: value` a line, in the server's syntax, of which JSON is a part. */
const settings = (of: Readonly<Record<string, unknown>>): string =>
  Object.entries(of)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');

const tenant = TenantId.parse('acme *.>');
const at = '2020-01-01T00:00:00.000Z';

function event(run: RunId, body: NewEvent['body'], epoch = 0): NewEvent {
  const id = `${run}:${epoch}:${body.kind}`;
  return { schemaVersion: 1, tenant, run, epoch, at, traceparent: '', id, body };
}

function summary(run = newRunId()): RunSummary {
  return { run, request: 'ship order 7', phase: 'queued', submittedAt: at, updatedAt: at };
}

const requested = (run: RunId) => event(run, { kind: 'run-requested', requestId: 'r', request: 'ship order 7' });
const finished = (run: RunId) =>
  event(run, {
    kind: 'run-finished',
    status: 'failed',
    stopReason: 'internal_error',
    result: {},
    account: '',
    confidence: 0,
  });
const claimed = (run: RunId) => event(run, { kind: 'run-claimed', owner: newInstanceId() }, 1);

async function submitted(): Promise<RunId> {
  const run = newRunId();
  await gateway.log.append({ tenant, run, subject: 'in', event: requested(run), expectedSequence: 0 });
  return run;
}

describe('what a service does, it may', () => {
  it('a run is requested, wakes an orchestrator, is claimed, and is watched', async () => {
    const woken = Promise.withResolvers<RunId>();
    const consumption = await orchestrator.wakeUps.consume({
      maxInFlight: 1,
      handler: async ({ run: found }) => {
        woken.resolve(found);
        return 'done';
      },
    });
    const run = await submitted();
    expect(await woken.promise).toBe(run);
    await consumption.stop();
    const [first] = await orchestrator.log.read(tenant, run);
    const expectedSequence = first?.sequence ?? 0;
    await orchestrator.log.append({ tenant, run, subject: 'fact', event: claimed(run), expectedSequence });
    const seen: number[] = [];
    for await (const { sequence } of gateway.log.watch(tenant, run, 0, AbortSignal.timeout(5_000))) {
      seen.push(sequence);
      if (seen.length === 2) break;
    }
    expect(seen).toHaveLength(2);
    expect(await gateway.log.fullness()).toBe(0);
  });

  it('a gateway keeps summaries', async () => {
    const shown = summary();
    expect(await gateway.summaries.put(tenant, shown, 1)).toBe('stored');
    expect((await gateway.summaries.list(tenant, 10, '')).runs.map(({ run }) => run)).toContain(shown.run);
  });

  it('a gateway and an orchestrator read a run that was archived', async () => {
    const run = await submitted();
    const expectedSequence = (await gateway.log.read(tenant, run)).at(-1)?.sequence ?? 0;
    await orchestrator.log.append({ tenant, run, subject: 'fact', event: finished(run), expectedSequence });
    await gateway.summaries.put(tenant, summary(run), expectedSequence + 1);
    const archiver = await openAs('archiver');
    expect((await archiver.archiveFinished(new Date())).archived).toBe(1);
    await archiver.close();
    expect(await gateway.log.read(tenant, run)).toHaveLength(2);
    expect(await orchestrator.log.read(tenant, run)).toHaveLength(2);
  });

  it('an orchestrator sets timers, hears them, and calls them back', async () => {
    const fired = Promise.withResolvers<string>();
    const consumption = await orchestrator.timers.consume({
      maxInFlight: 1,
      handler: async ({ timer }) => {
        fired.resolve(timer);
        return 'done';
      },
    });
    const place = { tenant, run: newRunId() };
    await orchestrator.timers.schedule({ ...place, id: 'soon', timer: 'soon', at: new Date() });
    expect(await fired.promise).toBe('soon');
    await consumption.stop();
    await orchestrator.timers.schedule({ ...place, id: 'late', timer: 'late', at: new Date(Date.now() + 60_000) });
    expect(await orchestrator.timers.cancel({ ...place, id: 'late' })).toBe(true);
  });

  it('an orchestrator asks another whether it owns a run', async () => {
    const instance = newInstanceId();
    const serving = orchestrator.owners.serve(instance, () => true);
    expect(await orchestrator.owners.ask(instance, tenant, newRunId(), 2_000)).toBe('mine');
    serving.stop();
  });

  it('the budget writes its ledger, and a gateway hears of it', async () => {
    const heard = Promise.withResolvers<string>();
    const consumption = await (await gateway.subjectLog(ledger)).consume({
      maxInFlight: 1,
      handler: async ({ bytes }) => {
        heard.resolve(Buffer.from(bytes).toString());
        return 'done';
      },
    });
    const own = await budget.subjectLog(ledger);
    await own.append({ id: 'a', bytes: Buffer.from('limit'), traceparent: '', expectedSequence: 0 });
    expect(await heard.promise).toBe('limit');
    await consumption.stop();
    expect(await own.read(0)).toHaveLength(1);
  });
});

describe('what is another’s, it may not', () => {
  const append = async (bus: Bus, subject: 'in' | 'fact') => {
    const run = await submitted();
    const [first] = await gateway.log.read(tenant, run);
    return bus.log.append({ tenant, run, subject, event: claimed(run), expectedSequence: first?.sequence ?? 0 });
  };
  const timer = { id: 'a', tenant, run: newRunId(), timer: 'a', at: new Date() };
  const spend = { id: 'b', bytes: Buffer.from('spend'), traceparent: '' };
  const quietly = { maxInFlight: 1, handler: async () => 'done' as const };

  it.each([
    ['a gateway cannot append facts of an owner', () => append(gateway, 'fact')],
    ['an orchestrator cannot append facts from outside', () => append(orchestrator, 'in')],
    ['a budget cannot append to a run', () => append(budget, 'fact')],
    ['a gateway cannot set a timer', () => gateway.timers.schedule(timer)],
    ['a gateway cannot call a timer back', () => gateway.timers.cancel(timer)],
    ['a budget cannot take wake-ups', () => budget.wakeUps.consume(quietly)],
    ['an orchestrator cannot change what a list shows', () => orchestrator.summaries.put(tenant, summary(), 1)],
    ['a budget cannot ask an owner', () => budget.owners.ask(newInstanceId(), tenant, newRunId(), 500)],
  ])('%s', async (_what, attempt) => {
    expect(await reasonsOf(attempt())).toMatch(/permissions violation/i);
  });

  it('a gateway cannot write the ledger', async () => {
    const log = await gateway.subjectLog(ledger);
    const before = await log.read(0);
    await expect(log.append({ ...spend, expectedSequence: before.at(-1)?.sequence ?? 0 })).rejects.toThrow('no answer');
    expect(await log.read(0)).toEqual(before);
  });

  it('a gateway cannot take the orchestrators’ queue of wake-ups', async () => {
    const posing = await openAs('orchestrator', 'spiffe://pitcrew.local/gateway');
    expect(await reasonsOf(posing.wakeUps.consume(quietly))).toMatch(/permissions violation/i);
    await posing.close();
  });
});

/** What failed, and why, down to the first cause; empty when nothing failed. */
async function reasonsOf(attempt: Promise<unknown>): Promise<string> {
  const reasons: string[] = [];
  let error: unknown = await attempt.then(() => undefined).catch((failure: unknown) => failure);
  for (; error instanceof Error; error = error.cause) reasons.push(error.message);
  return reasons.join(': ');
}

describe('who is not named', () => {
  it.each([
    ['a certificate of another trust domain', 'spiffe://elsewhere/gateway'],
    ['a service without rights', 'spiffe://pitcrew.local/router'],
  ])('is not let in: %s', async (_what, identity) => {
    await expect(openAs('stranger', identity)).rejects.toThrow('no NATS server answers');
  });

  it('is not let in without a certificate', async () => {
    await expect(openBus({ servers: url.replace('tls:', 'nats:'), openTimeoutMs: 1_000 })).rejects.toThrow(
      'no NATS server answers',
    );
  });
});
