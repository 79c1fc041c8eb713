/** Row 3: the bus falls silent for twenty seconds; an owner falls asleep and wakes up too late; an orchestrator is cut off from the bus. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { ACK_WAIT_MS, type Scene, startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';
import { freePort, type Network, type NetworkProxy, startNetwork } from '../toxiproxy.ts';

const SILENCE_MS = 20_000;
const RUNS_AT_ONCE = 3;

let network: Network;
let proxy: NetworkProxy;
let scene: Scene;
let cases: readonly Case[];
let runs = 0;
let points = 0;
const recoveryMs: number[] = [];

beforeAll(async () => {
  const nats = `127.0.0.1:${await freePort()}`;
  network = await startNetwork();
  proxy = await network.proxy('bus', nats);
  scene = await startScene({
    replicas: { orchestrator: 2 },
    environmentByMember: { 'nats-server': { PITCREW_LISTEN: nats } },
    // Only the second orchestrator stands behind the proxy.
    environmentByName: { 'orchestrator-2': { PITCREW_NATS_URL: `nats://${proxy.address}` } },
  });
  cases = await drawCases(scene, RUNS_AT_ONCE);
});
afterAll(async () => {
  keepFigures({ row: 3, what: 'silence, sleep, partition', runs, points, recoveryMs });
  await scene?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

async function struck(seed: number, strike: () => Promise<void>): Promise<void> {
  const { runs: some, recoveryMs: heldUp } = await strikeDuring(scene, cases, seed, strike);
  runs += some;
  points += 1;
  recoveryMs.push(...heldUp);
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

it('the bus neither answers nor closes its connections', async () => {
  await struck(SEED, async () => {
    await scene.crew.kill('nats-server', 'SIGSTOP');
    await pause(SILENCE_MS);
    await scene.crew.kill('nats-server', 'SIGCONT');
  });
});

it.each(rounds)('an owner sleeps longer than others wait for it, and is fenced (round %i)', async (round) => {
  const sleeper = round % 2 === 0 ? 'orchestrator' : 'orchestrator-2';
  await struck(SEED + 10 + round, async () => {
    await scene.crew.kill(sleeper, 'SIGSTOP');
    await pause(3 * ACK_WAIT_MS);
    await scene.crew.kill(sleeper, 'SIGCONT');
  });
});

it.each(rounds)('an orchestrator is cut off from the bus, and comes back (round %i)', async (round) => {
  await struck(SEED + 20 + round, async () => {
    const heal = await Promise.all([
      proxy.spoil({ type: 'timeout', attributes: { timeout: 0 } }, 'upstream'),
      proxy.spoil({ type: 'latency', attributes: { latency: 60_000, jitter: 0 } }, 'downstream'),
    ]);
    await pause(3 * ACK_WAIT_MS);
    await Promise.all(heal.map((undo) => undo()));
  });
  expect(scene.crew.isRunning('orchestrator-2')).toBe(true);
});
