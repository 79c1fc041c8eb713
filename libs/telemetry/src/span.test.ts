/** Spans as a collector receives them, and as they cost nothing when there is none. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type OtlpReceiver, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attributeNames,
  currentTraceparent,
  linksTo,
  openSpan,
  setOnCurrentSpan,
  spanContextFrom,
  startTelemetry,
  type Telemetry,
  withSpan,
} from './index.ts';

const REMOTE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('without an endpoint', () => {
  it('spans are no-ops that run their callback and pass its answer and its error on', async () => {
    const telemetry = await startTelemetry({ service: 's', instance: 'i', endpoint: '' });
    expect(
      await withSpan('a', { attributes: { x: 1 }, links: linksTo(REMOTE) }, async (span) => span.traceparent),
    ).toBe('');
    await expect(withSpan('a', {}, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(currentTraceparent()).toBe('');
    expect(() => setOnCurrentSpan({ x: 1 })).not.toThrow();
    await telemetry.shutdown();
  });
});

describe('with a collector', () => {
  let collector: OtlpReceiver;
  let telemetry: Telemetry;

  beforeEach(async () => {
    collector = await startOtlpReceiver();
    telemetry = await startTelemetry({
      service: 'executor',
      instance: 'i1',
      endpoint: `${collector.endpoint}/`,
      batchDelayMs: 20,
    });
  });
  afterEach(async () => {
    await telemetry.shutdown();
    await collector.close();
  });

  const received = (count: number) => collector.settled((spans) => spans.length >= count, 3000);

  it('a span is the child of the one that it was made in, across awaits and timers', async () => {
    await withSpan('outer', {}, async () => {
      await pause(5);
      await Promise.all([withSpan('left', {}, () => pause(10)), withSpan('right', {}, () => pause(5))]);
    });
    const spans = await received(3);
    const named = (name: string) => spans.find((span) => span.name === name)!;
    expect(collector.parentOf(named('left'))).toBe(named('outer'));
    expect(collector.parentOf(named('right'))).toBe(named('outer'));
    expect(named('outer').parentSpanId).toBe('');
    expect(named('left').service).toBe('executor');
    expect(named('left').endMs - named('left').startMs).toBeGreaterThan(5);
  });

  it('carries kind, attributes of every type, notes and links; an absent attribute is left out', async () => {
    const attributes = { text: 'a', count: 3, ratio: 0.5, flag: true, list: ['x', 'y'], absent: undefined };
    await withSpan('s', { kind: 'producer', attributes, links: linksTo(REMOTE, '') }, async (span) => {
      span.set({ [attributeNames.step]: 's1' });
      span.note('retried', { attempt: 2 });
    });
    const [span] = await received(1);
    expect(span).toMatchObject({
      kind: 'producer',
      attributes: { text: 'a', count: 3, ratio: 0.5, flag: true, list: ['x', 'y'], 'pitcrew.step': 's1' },
      events: ['retried'],
      links: [{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }],
      failed: false,
    });
    expect(span?.attributes).not.toHaveProperty('absent');
  });

  it('takes a remote parent from its traceparent, and makes a root for the empty one', async () => {
    await withSpan('around', {}, async () => {
      await withSpan('remote child', { parent: REMOTE }, async () => {});
      await withSpan('root', { parent: '' }, async () => {});
    });
    const spans = await received(3);
    expect(spans.find(({ name }) => name === 'remote child')).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
    });
    expect(spans.find(({ name }) => name === 'root')?.parentSpanId).toBe('');
  });

  it('names the current span in currentTraceparent, so that its text can be a parent elsewhere', async () => {
    const traceparent = await withSpan('first', {}, async (span) => {
      expect(currentTraceparent()).toBe(span.traceparent);
      return span.traceparent;
    });
    expect(currentTraceparent()).toBe('');
    await withSpan('second', { parent: traceparent }, async () => {});
    const spans = await received(2);
    expect(collector.parentOf(spans.find(({ name }) => name === 'second')!)?.name).toBe('first');
  });

  it('is marked as failed with the name or the code of what was thrown, never with its stack', async () => {
    await withSpan('typed', {}, () => Promise.reject(new TypeError('no such thing'))).catch(() => {});
    await withSpan('coded', {}, () => Promise.reject(Object.assign(new Error('x'), { code: 'UNAVAILABLE' }))).catch(
      () => {},
    );
    const spans = await received(2);
    expect(spans.map(({ name, failed, attributes }) => [name, failed, attributes])).toEqual([
      ['typed', true, { 'error.type': 'TypeError' }],
      ['coded', true, { 'error.type': 'UNAVAILABLE' }],
    ]);
  });

  it("takes attributes from whatever runs in it; outside of a span they are nobody's", async () => {
    setOnCurrentSpan({ lost: 1 });
    await withSpan('around', {}, () =>
      withSpan('own', {}, async () => setOnCurrentSpan({ tokens: 7, absent: undefined })),
    );
    const spans = await received(2);
    expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['own', { tokens: 7 }],
      ['around', {}],
    ]);
  });

  it('can get its name later', async () => {
    await withSpan('invoke_workflow unrouted', {}, async (span) => span.rename('invoke_workflow order-processing'));
    expect((await received(1)).map(({ name }) => name)).toEqual(['invoke_workflow order-processing']);
  });

  it('can begin before it was opened and end by hand', async () => {
    const startedAt = new Date(Date.now() - 60_000);
    openSpan('wait for approval', { startedAt }).end();
    const [span] = await received(1);
    expect(span?.startMs).toBeCloseTo(startedAt.getTime(), 2);
    expect(span!.endMs - span!.startMs).toBeGreaterThan(59_000);
  });

  it('is not sampled when its remote parent was not', async () => {
    await withSpan('dropped', { parent: REMOTE.replace(/01$/, '00') }, async () => {});
    await withSpan('kept', {}, async () => {});
    await telemetry.shutdown();
    expect(collector.spans().map(({ name }) => name)).toEqual(['kept']);
  });

  it('is sent at the latest on shutdown, and after it tracing is off', async () => {
    await withSpan('last', {}, async () => {});
    await telemetry.shutdown();
    await withSpan('too late', {}, async (span) => expect(span.traceparent).toBe(''));
    expect(collector.spans().map(({ name }) => name)).toEqual(['last']);
  });

  it('is started once a process', async () => {
    const again = () => startTelemetry({ service: 's', instance: 'i', endpoint: collector.endpoint });
    await expect(again()).rejects.toThrow('once a process');
  });
});

describe('a collector that is of no use', () => {
  const spansAgainst = async (endpoint: string) => {
    const telemetry = await startTelemetry({ service: 's', instance: 'i', endpoint, batchDelayMs: 5 });
    const begun = performance.now();
    for (let span = 0; span < 10_000; span += 1) await withSpan('s', {}, async () => {});
    const spansMs = performance.now() - begun;
    await telemetry.shutdown();
    return { spansMs, shutdownMs: performance.now() - begun - spansMs };
  };

  it('costs no time when it is down', async () => {
    const { spansMs, shutdownMs } = await spansAgainst('http://127.0.0.1:9');
    expect(spansMs).toBeLessThan(3000);
    expect(shutdownMs).toBeLessThan(3500);
  });

  it('costs no time when it never answers, beyond the bound of the shutdown', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    const { spansMs, shutdownMs } = await spansAgainst(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    silent.closeAllConnections();
    silent.close();
    expect(spansMs).toBeLessThan(3000);
    expect(shutdownMs).toBeLessThan(3500);
  });
});

describe('spanContextFrom', () => {
  it.each([
    [REMOTE, true],
    ['cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-adds', true],
    ['', false],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', false],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more', false],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', false],
    ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', false],
    ['00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01', false],
    ['anything else', false],
  ])('%s names a span: %s', (traceparent, names) => {
    expect(spanContextFrom(traceparent) !== undefined).toBe(names);
  });
});
