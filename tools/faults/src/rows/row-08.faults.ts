/**
 * Row 8: the frontier's provider fails in each of its ways; nothing is paid twice, and the run ends as it would without an answer. How
 * often the provider is asked is counted: what surely cost nothing is asked again, and nothing else.
 */
import { openBus } from '@pitcrew/bus';
import type { ChatFailure } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf, ledgerFindings, type Twin } from '../oracle.ts';
import { type Scene, SPENDER, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { ORDER_PLAN, UNCLEAR } from '../unclear.ts';
import { workOn } from '../work.ts';

const AMBIGUOUS = { request: UNCLEAR, world: {} };
const LASTING = [
  'status-401',
  'status-500',
  'cut',
  'garbage',
  'malformed-json',
  'truncated',
  'wrong-schema',
  'unknown-tool',
  'cycle',
  'ten-thousand-steps',
  'redirect',
] as const;
/** Nothing was begun, so nothing is charged. */
const PASSING = ['status-429', 'status-503'] as const;
const ATTEMPTS_MAX = 4;
const FAILURES_TO_OPEN = 5;
const RESTART_MS_MAX = 30_000;

let scene: Scene;
let answered: Twin;
let unanswered: Twin;
let runs = 0;
const struck = new Set<string>();

beforeAll(async () => {
  scene = await startScene({ provider: () => ORDER_PLAN });
  unanswered = await workOn(scene, AMBIGUOUS);
  answered = await workOn(scene, AMBIGUOUS, SPENDER);
});
afterAll(async () => {
  keepFigures({ row: 8, what: "the provider's failures", runs, points: struck.size, recoveryMs: [] });
  await scene?.[Symbol.asyncDispose]();
});

type Expected = { readonly times?: number; readonly twin: Twin; readonly requests: number };

/** With a circuit that no earlier failure has opened. */
async function fails(failure: ChatFailure, { times, twin, requests }: Expected): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await freshFrontier();
    await escalated(failure, times, twin);
    expect(scene.provider?.requests()).toHaveLength(requests);
  }
}

async function escalated(failure: ChatFailure, times: number | undefined, twin: Twin): Promise<void> {
  scene.provider?.fail(failure, times === undefined ? {} : { times });
  const done = await workOn(scene, AMBIGUOUS, SPENDER);
  expect(await findingsOf(scene, done, twin), story(done)).toEqual([]);
  runs += 1;
  struck.add(`${failure} ${times ?? 'always'}`);
}

/** Who is started again remembers no failure. */
async function freshFrontier(): Promise<void> {
  scene.provider?.clear();
  const before = scene.deaths().length;
  await scene.crew.kill('frontier');
  await expect.poll(() => scene.deaths().length, { timeout: RESTART_MS_MAX }).toBe(before + 1);
}

it.each(LASTING)('%s, always: asked once, then without the frontier', (failure) =>
  fails(failure, { twin: unanswered, requests: 1 }),
);

it('status-500, once: it may have been charged, so nobody asks again', () =>
  fails('status-500', { times: 1, twin: unanswered, requests: 1 }));

it.each(PASSING)('%s, once: asked again', (failure) => fails(failure, { times: 1, twin: answered, requests: 2 }));

it.each(PASSING)('%s, always: asked as often as is allowed, then without the frontier', (failure) =>
  fails(failure, { twin: unanswered, requests: ATTEMPTS_MAX }),
);

it('after five failures in a row the provider is left alone', async () => {
  await freshFrontier();
  for (let round = 0; round < 3; round += 1) await escalated('status-503', undefined, unanswered);
  expect(scene.provider?.requests()).toHaveLength(FAILURES_TO_OPEN);
});

it('everything is paid once and nothing stays reserved', async () => {
  await using bus = await openBus({ servers: scene.crew.natsUrl, service: 'auditor' });
  await expect.poll(() => ledgerFindings(bus), { timeout: 120_000, interval: 2_000 }).toEqual([]);
});
