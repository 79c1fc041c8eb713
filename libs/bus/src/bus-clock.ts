/**
 * One clock for all who use the bus: that of its servers, which also say when a timer fires. So what is written down (until when a
 * question is open, until when money is reserved) and what is taken for due agree between services, however wrong the clock of a
 * machine is. Between two measurements the monotonic clock of the process counts, which nobody sets.
 */
import { z } from 'zod';
import { type Link, REQUEST_TIMEOUT_MS } from './link.ts';
import { TIMER } from './streams.ts';

export type BusClock = {
  now(): Date;
  stop(): void;
};

/** Monotonic clocks differ by some parts in a million: less than a millisecond in this time. A leader elsewhere has another clock. */
const MEASURE_EVERY_MS = 30_000;
const SAMPLES = 3;

/** The stream whose leader fires the timers; every service may ask about it. */
const SUBJECT = `$JS.API.STREAM.INFO.${TIMER}`;
/** NATS writes nanoseconds; Date reads them and keeps milliseconds. */
const Answer = z.object({ ts: z.iso.datetime({ offset: true }).transform(Date.parse) });

/** What to add to the monotonic clock, and how long the question took: the time is wrong by no more. Milliseconds. */
type Sample = { readonly offsetMs: number; readonly tookMs: number };

export async function openBusClock(link: Link): Promise<BusClock> {
  let offsetMs = await measured(link);
  const remeasure = (): Promise<void> =>
    measured(link).then(
      (found) => {
        offsetMs = found;
      },
      // While the bus is away the last measurement holds.
      () => undefined,
    );
  const timer = setInterval(() => void remeasure(), MEASURE_EVERY_MS).unref();
  return { now: () => new Date(performance.now() + offsetMs), stop: () => clearInterval(timer) };
}

async function measured(link: Link): Promise<number> {
  const samples: Sample[] = [];
  for (let n = 0; n < SAMPLES; n += 1) samples.push(await sample(link));
  const [best] = samples.sort((one, other) => one.tookMs - other.tookMs);
  return (best as Sample).offsetMs;
}

/** As if the server had answered at once: so this clock may be ahead of the server's by a round trip, and what fired is due here. */
async function sample(link: Link): Promise<Sample> {
  const askedAt = performance.now();
  const message = await link.attempt('asking for the time', () =>
    link.connection.request(SUBJECT, '', { timeout: REQUEST_TIMEOUT_MS }),
  );
  const { ts } = Answer.parse(message.json());
  return { offsetMs: ts - askedAt, tookMs: performance.now() - askedAt };
}
