import { Busy } from '@pitcrew/contracts';
import { type Metric, metrics, prometheusName, startTelemetry } from '@pitcrew/telemetry';
import { scrape } from '@pitcrew/testing';
import { describe, expect, it } from 'vitest';
import { createSlots } from './slots.ts';

/** A call that holds its slot until it is told to end. */
function held() {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, run: (slot: string) => ended.then(() => slot) };
}

describe('admission to the slots of a model', () => {
  it('runs as many calls as there are slots, lets some wait, and refuses one more at once', async () => {
    const slots = createSlots('executor', ['a', 'b'], 1);
    const calls = [held(), held(), held()];
    const results = calls.map(({ run }) => slots.use(run));
    expect(slots.waiting).toBe(1);
    await expect(slots.use(async (slot) => slot)).rejects.toThrow(Busy);
    await expect(slots.use(async (slot) => slot)).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
    for (const { end } of calls) end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'a']);
    expect(slots.waiting).toBe(0);
  });

  it('never gives one slot to two calls, also when they arrive at every moment of a hand-over', async () => {
    const slots = createSlots('executor', ['a', 'b'], 1000);
    const inUse = new Set<string>();
    const call = () =>
      slots.use(async (slot) => {
        expect(inUse.has(slot)).toBe(false);
        inUse.add(slot);
        await Promise.resolve();
        inUse.delete(slot);
      });
    const calls: Promise<void>[] = [];
    for (let i = 0; i < 200; i++) {
      calls.push(call());
      if (i % 3 === 0) await Promise.resolve();
    }
    await Promise.all(calls);
    expect(slots.waiting).toBe(0);
  });

  it('admits waiting calls in the order of their arrival', async () => {
    const slots = createSlots('executor', ['a'], 10);
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((n) => slots.use(async () => void order.push(n))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('takes the free slot that the call prefers', async () => {
    const slots = createSlots('executor', ['a', 'b', 'c'], 0);
    expect(await slots.use(async (slot) => slot, { prefer: (slot) => (slot === 'b' ? 1 : 0) })).toBe('b');
  });

  it('frees the slot of a call that fails', async () => {
    const slots = createSlots('executor', ['a'], 0);
    await expect(slots.use(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await slots.use(async (slot) => slot)).toBe('a');
  });

  it('lets a cancelled call leave the queue, and does not run it', async () => {
    const slots = createSlots('executor', ['a'], 1);
    const first = held();
    const running = slots.use(first.run);
    const cancel = new AbortController();
    const waiting = slots.use(async () => expect.fail('ran although cancelled'), { signal: cancel.signal });
    cancel.abort(new Error('caller left'));
    await expect(waiting).rejects.toThrow('caller left');
    expect(slots.waiting).toBe(0);
    first.end();
    await running;
  });

  it('refuses a call that is cancelled before it begins', async () => {
    const slots = createSlots('executor', ['a'], 1);
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(slots.use(async (slot) => slot, { signal })).rejects.toThrow('too late');
  });
});

describe('what a deployment scales on', () => {
  it('is how many slots there are, how many are taken, how many calls wait, and for how long they did', async () => {
    const telemetry = await startTelemetry({
      service: 's',
      instance: 'i',
      endpoint: '',
      metricsAddress: '127.0.0.1:0',
    });
    const seen = async (metric: Metric) => (await scrape(telemetry.metricsAddress ?? '')).get(prometheusName(metric));
    const value = async (metric: Metric) => (await seen(metric))?.samples[0]?.value;
    const now = async () => [
      await value(metrics.modelSlots),
      await value(metrics.modelSlotsInUse),
      await value(metrics.modelSlotsWaiting),
    ];
    const slots = createSlots('executor', ['a', 'b'], 1);
    const calls = [held(), held(), held()];
    const results = calls.map(({ run }) => slots.use(run));
    expect(await now()).toEqual([2, 2, 1]);
    for (const { end } of calls) end();
    await Promise.all(results);
    expect(await now()).toEqual([2, 0, 0]);
    const waits = await seen(metrics.modelSlotWait);
    const count = waits?.samples.find(({ name }) => name.endsWith('_count'));
    expect(count).toMatchObject({ labels: { gen_ai_agent_name: 'executor' }, value: 3 });
    await telemetry.shutdown();
  });
});
