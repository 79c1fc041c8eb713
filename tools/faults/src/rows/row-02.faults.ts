/** Row 2: the bus is killed under runs that are under way: a server alone, and the leader of three. */
import { openBus } from '@pitcrew/bus';
import { expect, it } from 'vitest';
import { drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';

const KILLS_A_ROUND = 3;
const RUNS_AT_ONCE = 4;
const recoveryMs: number[] = [];
let runs = 0;
let points = 0;

it.each([1, 3])('%i of them: what was acknowledged is there, and every run goes on', async (servers) => {
  await using scene = await startScene({ replicas: { 'nats-server': servers, orchestrator: 2 } });
  const cases = await drawCases(scene, RUNS_AT_ONCE);
  for (let round = 0; round < ROUNDS; round += 1)
    for (let kill = 0; kill < KILLS_A_ROUND; kill += 1) {
      const name =
        servers === 1 ? 'nats-server' : await logLeader(scene.crew.natsUrl, Object.keys(scene.crew.addresses));
      const seed = SEED * 1000 + round * 10 + kill;
      const struck = await strikeDuring(scene, cases, seed, async () => {
        await scene.crew.kill(name);
        await expect.poll(() => scene.crew.isRunning(name), { timeout: 30_000, interval: 20 }).toBe(true);
      });
      recoveryMs.push(...struck.recoveryMs);
      runs += struck.runs;
      points += 1;
    }
  keepFigures({ row: 2, what: 'kill -9 of the bus, alone and of three', runs, points, recoveryMs });
});

/** The server that leads the run log now; any of them when nobody says. */
async function logLeader(natsUrl: string, names: readonly string[]): Promise<string> {
  await using bus = await openBus({ servers: natsUrl, service: 'auditor', replicas: 3 });
  const leader = await bus.log.leader();
  return names.find((name) => name === leader) ?? 'nats-server';
}
