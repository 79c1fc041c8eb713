/**
 * Admission to the slots of a model. As many calls run as there are slots, a bounded number wait in order, and one more is
 * refused with Busy at once: the caller may find another replica, which is better than a long queue here. How many are taken and how
 * long calls wait is what a deployment scales on, so both are metrics.
 */
import { Busy } from '@pitcrew/contracts';
import { attributeNames, metrics, observe, record } from '@pitcrew/telemetry';

export type Slots<Slot> = {
  /** Runs `use` with a slot that no other call has. `prefer` gives the free slot to take: the one with the highest score. */
  use<Result>(use: (slot: Slot, waitedMs: number) => Promise<Result>, options?: UseOptions<Slot>): Promise<Result>;
  readonly waiting: number;
};

type UseOptions<Slot> = { readonly signal?: AbortSignal | undefined; readonly prefer?: (slot: Slot) => number };
type Waiter = { readonly admit: () => void };

const latencyShare = 0.2;

export function createSlots<Slot>(role: string, slots: readonly Slot[], queueMax: number): Slots<Slot> {
  const free = [...slots];
  const queue: Waiter[] = [];
  /** Free slots that are promised to admitted waiters which have not run on yet. */
  let promised = 0;
  let latencyMs = 100;
  const attributes = { [attributeNames.genAiAgent]: role };
  observe(metrics.modelSlots, () => [{ value: slots.length, attributes }]);
  observe(metrics.modelSlotsInUse, () => [{ value: slots.length - free.length, attributes }]);
  observe(metrics.modelSlotsWaiting, () => [{ value: queue.length, attributes }]);

  async function use<Result>(
    run: (slot: Slot, waitedMs: number) => Promise<Result>,
    options: UseOptions<Slot> = {},
  ): Promise<Result> {
    options.signal?.throwIfAborted();
    const arrived = performance.now();
    if (free.length <= promised) {
      await waitForTurn(options.signal);
      promised -= 1;
    }
    const slot = takeFree(free, options.prefer);
    const begin = performance.now();
    record(metrics.modelSlotWait, (begin - arrived) / 1000, attributes);
    try {
      return await run(slot, begin - arrived);
    } finally {
      latencyMs += latencyShare * (performance.now() - begin - latencyMs);
      free.push(slot);
      const next = queue.shift();
      if (next !== undefined) {
        promised += 1;
        next.admit();
      }
    }
  }

  function waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    if (queue.length >= queueMax) {
      const message = `all ${slots.length} model slots of ${role} are taken and ${queue.length} calls wait already`;
      throw new Busy(message, Math.ceil(latencyMs));
    }
    return new Promise((admit, reject) => {
      const waiter: Waiter = {
        admit: () => {
          signal?.removeEventListener('abort', leave);
          admit();
        },
      };
      const leave = () => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      queue.push(waiter);
    });
  }

  return {
    use,
    get waiting() {
      return queue.length;
    },
  };
}

function takeFree<Slot>(free: Slot[], prefer: ((slot: Slot) => number) | undefined): Slot {
  const scores = free.map((slot) => prefer?.(slot) ?? 0);
  const [slot] = free.splice(scores.indexOf(Math.max(...scores)), 1);
  if (slot === undefined) throw new Error('a call was admitted and no slot was free');
  return slot;
}
