import { randomUUID } from 'node:crypto';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BusUnavailable } from './errors.ts';
import { type Bus, openBus } from './open-bus.ts';
import type { SubjectLog } from './subject-log.ts';

let server: NatsServer;
let bus: Bus;
let other: Bus;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url, service: 'teller' });
  other = await openBus({ servers: server.url, service: 'teller' });
});
afterAll(async () => {
  await Promise.all([bus?.close(), other?.close()]);
  await server?.[Symbol.asyncDispose]();
});

let logs = 0;
const open = async () => {
  logs += 1;
  const place = { stream: `LEDGER${logs}`, subject: `ledger${logs}.all` };
  return { one: await bus.subjectLog(place), two: await other.subjectLog(place) };
};
const message = (text: string, expectedSequence: number, id: string = randomUUID()) => ({
  id,
  bytes: Buffer.from(`${text} ${id}`),
  traceparent: '',
  expectedSequence,
});
const textsOf = (entries: readonly { readonly bytes: Uint8Array }[]) =>
  entries.map(({ bytes }) => Buffer.from(bytes).toString().split(' ')[0]);

describe('a log of one subject', () => {
  it('is empty at first, and is opened by many', async () => {
    const { one, two } = await open();
    expect(await one.read(0)).toEqual([]);
    expect(await one.append(message('first', 0))).toEqual({ kind: 'stored', sequence: 1 });
    expect(textsOf(await two.read(0))).toEqual(['first']);
  });

  it('refuses who did not know all, with what they did not know', async () => {
    const { one, two } = await open();
    await one.append(message('first', 0));
    await one.append(message('second', 1));
    const answer = await two.append(message('late', 0));
    expect(answer.kind === 'conflict' && textsOf(answer.newer)).toEqual(['first', 'second']);
    expect(textsOf(await two.read(1))).toEqual(['second']);
  });

  it('answers a repeated append as the first, also after others have appended', async () => {
    const { one, two } = await open();
    const first = message('first', 0);
    await one.append(first);
    await two.append(message('second', 1));
    expect(await one.append(first)).toEqual({ kind: 'stored', sequence: 1 });
  });

  it('counts to 40 with two authors who each read, add one and append', async () => {
    const { one, two } = await open();
    const countTo = async (log: SubjectLog) => {
      for (let known = await log.read(0); known.length < 40; known = await log.read(0))
        await log.append(message(String(known.length + 1), known.at(-1)?.sequence ?? 0));
    };
    await Promise.all([countTo(one), countTo(two), countTo(one)]);
    expect(textsOf(await one.read(0))).toEqual(Array.from({ length: 40 }, (_, n) => String(n + 1)));
  });

  it('is read from a time on', async () => {
    const { one } = await open();
    expect(await one.sequenceBefore(new Date(0))).toBe(0);
    for (const n of [0, 1, 2]) await one.append(message(`early${n}`, n));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const time = new Date();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await one.sequenceBefore(time)).toBe(0);
    for (const n of [3, 4]) await one.append(message(`late${n}`, n));
    expect(await one.sequenceBefore(new Date(0))).toBe(0);
    expect(textsOf(await one.read(await one.sequenceBefore(time)))).toEqual(['late3', 'late4']);
  });

  it('hands each message to one instance, and again to another when that one fails', async () => {
    const { one, two } = await open();
    for (let n = 0; n < 10; n += 1) await one.append(message(`m${n}`, n));
    const seen: (string | undefined)[] = [];
    let failures = 0;
    const consumptions = await Promise.all(
      [one, two].map((log) =>
        log.consume({
          maxInFlight: 1,
          retryFirstMs: 10,
          handler: async (entry) => {
            if (entry.sequence === 3 && failures++ === 0) return 'retry';
            seen.push(...textsOf([entry]));
            return 'done';
          },
        }),
      ),
    );
    await expect.poll(() => [...seen].sort()).toEqual(Array.from({ length: 10 }, (_, n) => `m${n}`));
    await Promise.all(consumptions.map((consumption) => consumption.stop()));
  });

  it('says that it is unavailable while the server is away, and goes on afterwards', async () => {
    const { one } = await open();
    await one.append(message('before', 0));
    await server.kill();
    await expect(one.append(message('meanwhile', 1))).rejects.toThrow(BusUnavailable);
    await server.restart();
    await expect
      .poll(() =>
        one.append(message('after', 1)).then(
          ({ kind }) => kind,
          () => 'down',
        ),
      )
      .toBe('stored');
    expect(textsOf(await one.read(0))).toEqual(['before', 'after']);
  });
});
