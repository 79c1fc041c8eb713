/** Row 12: the native side of a model service crashes in the middle of a call; another replica, or the next start, takes the call. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { type Scene, startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';

let scene: Scene;
let cases: readonly Case[];
let runs = 0;
let points = 0;
const recoveryMs: number[] = [];

beforeAll(async () => {
  scene = await startScene({ replicas: { executor: 2 } });
  cases = await drawCases(scene, 3);
});
afterAll(async () => {
  keepFigures({ row: 12, what: 'native crash', runs, points, recoveryMs });
  await scene?.[Symbol.asyncDispose]();
});

const crashes = (['SIGABRT', 'SIGSEGV'] as const).flatMap((signal) =>
  ['executor', 'executor-2', 'router', 'planner', 'validator'].map((name) => [signal, name] as const),
);

it.each(crashes)('%s of %s', async (signal, name) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const struck = await strikeDuring(scene, cases, SEED * 100 + points, () => scene.crew.kill(name, signal));
    runs += struck.runs;
    points += 1;
    recoveryMs.push(...struck.recoveryMs);
    await expect.poll(() => scene.crew.isRunning(name), { timeout: 30_000 }).toBe(true);
  }
});
