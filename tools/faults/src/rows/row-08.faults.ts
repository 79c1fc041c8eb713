/** Row 8: the frontier's provider fails in each of its ways; nothing is paid twice, and the run ends as it would without an answer. */

import { openBus } from '@pitcrew/bus';
import type { ChatFailure } from '@pitcrew/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf, ledgerFindings, outcomeOf, type Twin } from '../oracle.ts';
import { type Scene, SPENDER, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { workOn } from '../work.ts';

const AMBIGUOUS = { request: 'do the usual thing for 4521, you know what I mean', world: {} };
const PLAN = {
  workflow: 'order-processing',
  reason: '',
  steps: ['validate_order', 'check_inventory', 'calculate_shipping', 'confirm_order'].map((tool) => ({ tool })),
};
const LASTING = [
  'status-401',
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
const PASSING = ['status-429', 'status-500', 'status-503'] as const;

let scene: Scene;
let answered: Twin;
let unanswered: Twin;
let runs = 0;
const struck = new Set<string>();

beforeAll(async () => {
  scene = await startScene({ provider: () => PLAN });
  unanswered = await workOn(scene, AMBIGUOUS);
  answered = await workOn(scene, AMBIGUOUS, SPENDER);
});
afterAll(async () => {
  keepFigures({
    row: 8,
    what: "the provider's failures",
    runs,
    points: struck.size,
    recoveryMs: [],
  });
  await scene?.[Symbol.asyncDispose]();
});
beforeEach(() => scene.provider?.clear());

async function fails(failure: ChatFailure, times: number | undefined, twins: readonly Twin[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    scene.provider?.fail(failure, times === undefined ? {} : { times });
    const done = await workOn(scene, AMBIGUOUS, SPENDER);
    const twin = twins.find(({ events }) => outcomeOf(events) === outcomeOf(done.events)) ?? (twins[0] as Twin);
    expect(findingsOf(done, twin), story(done)).toEqual([]);
    runs += 1;
    struck.add(`${failure} ${times ?? 'always'}`);
  }
}

it.each(LASTING)('%s, always: without the frontier', (failure) => fails(failure, undefined, [unanswered]));

// A circuit that earlier failures have opened may refuse the first of these.
it.each(PASSING)('%s, once: asked again', (failure) => fails(failure, 1, [answered, unanswered]));

it.each(PASSING)('%s, always: without the frontier', (failure) => fails(failure, undefined, [unanswered]));

it('everything is paid once and nothing stays reserved', async () => {
  await using bus = await openBus({ servers: scene.crew.natsUrl, service: 'auditor' });
  await expect.poll(() => ledgerFindings(bus), { timeout: 120_000, interval: 2_000 }).toEqual([]);
});
