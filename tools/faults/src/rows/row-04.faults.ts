/** Row 4: wake-ups come twice while the first worker is still at it: acknowledgements are waited for 200 ms, and owners doze longer. */
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { afterAll, it } from 'vitest';
import { drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';

const ACK_WAIT_MS = 200;
const DOZES_A_ROUND = 7;
const DOZE_MS_MAX = 700;

const recoveryMs: number[] = [];
let runs = 0;
let points = 0;
afterAll(() => keepFigures({ row: 4, what: 'wake-ups twice', runs, points, recoveryMs }));

it('three orchestrators, each of which dozes off in turn', async () => {
  await using scene = await startScene({
    replicas: { orchestrator: 3 },
    environmentByMember: { orchestrator: { PITCREW_ACK_WAIT_MS: String(ACK_WAIT_MS) } },
  });
  const cases = await drawCases(scene, 3);
  const names = ['orchestrator', 'orchestrator-2', 'orchestrator-3'];
  for (let round = 0; round < ROUNDS * DOZES_A_ROUND; round += 1) {
    const seed = SEED * 1000 + round;
    const random = seeded(seed);
    const struck = await strikeDuring(scene, cases, seed, async () => {
      for (const name of names) {
        await scene.crew.kill(name, 'SIGSTOP');
        await pause(ACK_WAIT_MS + random.below(DOZE_MS_MAX));
        await scene.crew.kill(name, 'SIGCONT');
      }
    });
    runs += struck.runs;
    points += 1;
    recoveryMs.push(...struck.recoveryMs);
  }
});
