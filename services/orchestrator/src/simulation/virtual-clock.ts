/**
 * Time that passes only when nothing else can happen. `run` lets all promises settle, then jumps to the next sleeper; so a
 * simulated minute takes milliseconds, and the order of events depends on the seed alone.
 */
import { setImmediate as settled } from 'node:timers/promises';

type Sleeper = { readonly at: number; readonly order: number; readonly wake: () => void };

export type VirtualClock = {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Until `done` says so, or nobody sleeps any more, or the bound is reached. */
  run(done: () => boolean, untilMs: number): Promise<void>;
};

export function createVirtualClock(): VirtualClock {
  let now = 0;
  let order = 0;
  let sleepers: Sleeper[] = [];
  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        order += 1;
        sleepers.push({ at: now + ms, order, wake });
      }),
    run: async (done, untilMs) => {
      for (;;) {
        await settled();
        const [first] = sleepers.toSorted((a, b) => a.at - b.at || a.order - b.order);
        if (done() || first === undefined || first.at > untilMs) return;
        sleepers = sleepers.filter((sleeper) => sleeper !== first);
        now = Math.max(now, first.at);
        first.wake();
      }
    },
  };
}
