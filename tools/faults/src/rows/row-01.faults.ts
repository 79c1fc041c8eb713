/** Row 1: each service is killed at each named point of a run, and while it drains. */
import { setTimeout as pause } from 'node:timers/promises';
import { openBus } from '@pitcrew/bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf, ledgerFindings, outcomeOf, type Twin } from '../oracle.ts';
import { POINTS, serviceOf } from '../points.ts';
import { ACK_WAIT_MS, type Scene, SPENDER, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { ORDER_PLAN, UNCLEAR } from '../unclear.ts';
import { type Done, workOn } from '../work.ts';

/** Several things that the crew does could be meant, so the frontier is asked. */
const AMBIGUOUS = { request: UNCLEAR, world: {} };
/** Beyond the wait for a dead owner: its process starts again, loads its models, and somebody goes on. */
const RECOVERY_MS_MAX = ACK_WAIT_MS + 5_000;
/** Whether the provider was asked is not known then, and it is not paid twice: the run may end as one that got no answer. */
const ASKED_ALREADY = new Set([
  'orchestrator.after-append.spend-reserved',
  'orchestrator.before-append.plan-proposed',
  'frontier.before-Plan',
  'frontier.after-Plan',
]);
const DRAINED = ['gateway', 'orchestrator', 'router', 'planner', 'executor', 'validator'] as const;

let scene: Scene;
let local: readonly Case[];
let escalated: Case;
/** The same request of a tenant that may not spend. */
let unanswered: Twin;
let runs = 0;
const struck = new Set<string>();
const recoveryMs: number[] = [];

beforeAll(async () => {
  scene = await startScene({ provider: () => ORDER_PLAN });
  local = await drawCases(scene, ROUNDS);
  unanswered = await workOn(scene, AMBIGUOUS);
  escalated = { work: AMBIGUOUS, twin: await workOn(scene, AMBIGUOUS, SPENDER) };
});
afterAll(async () => {
  keepFigures({ row: 1, what: 'kill -9 of each service', runs, points: struck.size, recoveryMs });
  await scene?.[Symbol.asyncDispose]();
});

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

describe.each(rounds)('round %i: kill -9', (round) => {
  it.each(POINTS)('at $name', async ({ name, work }) => {
    const { work: asked, twin } = work === 'escalated' ? escalated : (local[round] as Case);
    const before = scene.deaths().length;
    scene.arm(name);
    const done = await workOn(scene, asked, work === 'escalated' ? SPENDER : undefined);
    const death = await deathAfter(before);
    expect(death?.name, `${name} was passed`).toBe(serviceOf(name));
    const twins = work === 'escalated' && ASKED_ALREADY.has(name) ? [twin, unanswered] : [twin];
    await check(
      name,
      done,
      twins.find(({ events }) => outcomeOf(events) === outcomeOf(done.events)) ?? twin,
      death?.atMs ?? 0,
    );
  });

  it.each(DRAINED)('%s while it drains', async (name) => {
    const { work, twin } = local[round] as Case;
    const before = scene.deaths().length;
    const working = workOn(scene, work);
    await pause(100 + 100 * round);
    void scene.crew.kill(name, 'SIGTERM');
    await pause(30);
    await scene.crew.kill(name);
    const done = await working;
    const death = await deathAfter(before);
    await check(`${name} while it drains`, done, twin, death?.atMs ?? 0);
  });
});

it('the ledger stood within its limits at every prefix, and holds nothing for anybody', async () => {
  await using bus = await openBus({ servers: scene.crew.natsUrl, service: 'auditor' });
  await expect.poll(() => ledgerFindings(bus), { timeout: 120_000, interval: 2_000 }).toEqual([]);
});

async function check(point: string, done: Done, twin: Twin, diedAtMs: number): Promise<void> {
  runs += 1;
  struck.add(point);
  const findings = await findingsOf(scene, done, twin);
  expect(findings, story(done)).toEqual([]);
  const next = done.events.find(({ arrivedMs }) => arrivedMs > diedAtMs);
  if (next === undefined) return;
  recoveryMs.push(next.arrivedMs - diedAtMs);
  expect(next.arrivedMs - diedAtMs, `${point}: recovery`).toBeLessThan(RECOVERY_MS_MAX);
}

/** The process is back when its death is counted; the next point needs it. */
async function deathAfter(count: number) {
  await expect.poll(() => scene.deaths().length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(count);
  return scene.deaths().at(-1);
}
