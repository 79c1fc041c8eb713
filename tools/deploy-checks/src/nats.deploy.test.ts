/**
 * The rights of deploy/nats/values.yaml against a real server with TLS: every service can do what it does, as the user that its
 * certificate names, and cannot do what is another's.
 */
import { type Bus, busSettings, openBus, openDeadLetters, openLogAudit } from '@pitcrew/bus';
import { LEDGER_STREAM, LEDGER_SUBJECT, newInstanceId, newRunId, type RunId } from '@pitcrew/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayPublish } from './may-publish.ts';
import { type NatsWithRights, startNatsWithRights } from './nats-with-rights.ts';
import { claimed, ended, submitted, summary, tenant } from './sample-run.ts';

const ledger = { stream: LEDGER_STREAM, subject: LEDGER_SUBJECT };

let nats: NatsWithRights;
let gateway: Bus;
let orchestrator: Bus;
let budget: Bus;
let archive: Bus;

beforeAll(async () => {
  nats = await startNatsWithRights();
  const open = ['gateway', 'orchestrator', 'budget', 'archive'].map((service) => nats.openAs(service));
  [gateway, orchestrator, budget, archive] = (await Promise.all(open)) as [Bus, Bus, Bus, Bus];
});

afterAll(async () => {
  await Promise.all([gateway, orchestrator, budget, archive].map((bus) => bus?.close()));
  await nats?.[Symbol.asyncDispose]();
});

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
    const run = await submitted(gateway);
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
    const fullness = await gateway.log.fullness();
    expect(fullness > 0 && fullness < 0.01).toBe(true);
    expect(await gateway.log.waiting()).toBe(0);
  });

  it('a gateway keeps summaries', async () => {
    const shown = summary();
    expect(await gateway.summaries.put(tenant, shown, 1)).toBe('stored');
    expect((await gateway.summaries.list(tenant, 10, '')).runs.map(({ run }) => run)).toContain(shown.run);
  });

  it('the archive takes a run that ended off the log, and a gateway and an orchestrator still read it', async () => {
    const run = await ended(gateway, orchestrator);
    const before = await gateway.log.count();
    expect(await archive.archiveFinished(new Date())).toMatchObject({ archived: 1 });
    expect(await gateway.log.count()).toBe(before - 2);
    expect(await gateway.log.read(tenant, run)).toHaveLength(2);
    expect(await orchestrator.log.read(tenant, run)).toHaveLength(2);
    expect(await archive.archiveFinished(new Date())).toMatchObject({ archived: 0 });
  });

  it('the archive’s job checks a log that is still there and one that was archived', async () => {
    const [there, archived] = [await submitted(gateway), await ended(gateway, orchestrator)];
    await archive.archiveFinished(new Date());
    const env = { PITCREW_NATS_URL: nats.url, ...(await nats.certificate('archive')) };
    await using audit = await openLogAudit(busSettings(env));
    expect(await audit.runs(tenant)).toEqual(expect.arrayContaining([there, archived]));
    expect(await audit.audit(tenant, there)).toMatchObject({ events: 1, findings: [] });
    expect(await audit.audit(tenant, archived)).toMatchObject({ events: 2, findings: [] });
    expect(await audit.removed()).toBeGreaterThan(0);
  });

  it('the archive’s job tries again what was set aside', async () => {
    const run = await submitted(gateway);
    const poisoned = await orchestrator.wakeUps.consume({
      ...{ maxInFlight: 1, maxDeliver: 1 },
      handler: () => Promise.reject(new Error('no such tool')),
    });
    const env = { PITCREW_NATS_URL: nats.url, ...(await nats.certificate('archive')) };
    await using letters = await openDeadLetters(busSettings(env));
    const mine = async () => (await letters.list(100)).find((letter) => letter.run?.run === run);
    await expect.poll(mine).toMatchObject({ service: 'orchestrator' });
    await poisoned.stop();
    const letter = await mine();
    if (letter !== undefined) await letters.retry(letter);
    expect(await mine()).toBeUndefined();
    const woken = Promise.withResolvers<RunId>();
    const mended = await orchestrator.timers.consume({
      maxInFlight: 1,
      handler: async (timer) => {
        woken.resolve(timer.run);
        return 'done';
      },
    });
    expect(await woken.promise).toBe(run);
    await mended.stop();
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
    const run = await submitted(gateway);
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
    ['the archive cannot append facts from outside', () => append(archive, 'in')],
    ['the archive cannot append facts of an owner', () => append(archive, 'fact')],
    ['the archive cannot change what a list shows', () => archive.summaries.put(tenant, summary(), 1)],
    ['the archive cannot set a timer', () => archive.timers.schedule(timer)],
    ['the archive cannot take wake-ups', () => archive.wakeUps.consume(quietly)],
    ['a gateway cannot archive', () => gateway.archiveFinished(new Date())],
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
    const posing = await nats.openAs('orchestrator', 'spiffe://pitcrew.local/gateway');
    expect(await reasonsOf(posing.wakeUps.consume(quietly))).toMatch(/permissions violation/i);
    await posing.close();
  });
});

describe('what no service has a function for', () => {
  const may = async (user: string, subject: string) => mayPublish(nats.url, await nats.certificate(user), subject);
  const logs = ['$JS.API.STREAM.PURGE.RUNLOG', '$JS.API.STREAM.PURGE.OBJ_pitcrew-archive'];

  it.each(logs)('the archive alone may send %s', async (subject) => {
    const users = ['archive', 'gateway', 'orchestrator', 'budget'];
    expect(await Promise.all(users.map((user) => may(user, subject)))).toEqual([true, false, false, false]);
  });

  it.each([
    'run.acme.none.in',
    'run.acme.none.fact',
    'budget.ledger',
    'park.archive',
    '$KV.pitcrew-runs.acme.none',
    '$KV.pitcrew-marks.another',
    '$O.pitcrew-blobs.C.none',
    '$JS.API.STREAM.DELETE.RUNLOG',
    '$JS.API.STREAM.UPDATE.RUNLOG',
    '$JS.API.STREAM.MSG.DELETE.RUNLOG',
    '$JS.API.STREAM.PURGE.KV_pitcrew-runs',
    '$JS.API.STREAM.PURGE.BUDGET',
    '$JS.API.STREAM.DELETE.OBJ_pitcrew-archive',
    '$JS.API.STREAM.SNAPSHOT.RUNLOG',
    '$JS.API.STREAM.CREATE.another',
    '$JS.API.CONSUMER.CREATE.RUNLOG',
    '$JS.API.DIRECT.GET.BUDGET',
  ])('the archive may not send %s', async (subject) => {
    expect(await may('archive', subject)).toBe(false);
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
    await expect(nats.openAs('stranger', identity)).rejects.toThrow('no NATS server answers');
  });

  it('is not let in without a certificate', async () => {
    await expect(openBus({ servers: nats.url.replace('tls:', 'nats:'), openTimeoutMs: 1_000 })).rejects.toThrow(
      'no NATS server answers',
    );
  });
});
