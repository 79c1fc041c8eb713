/** Row 5: an event is stored and its acknowledgement is lost on the way back, with a server alone and with three. */
import { afterAll, expect, it } from 'vitest';
import { drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';
import { freePort, startNetwork } from '../toxiproxy.ts';

const CUTS_A_ROUND = 5;
/** From within the first acknowledgements of a run to its last. */
const BYTES = [400, 900, 2_000, 4_500, 9_000] as const;

const recoveryMs: number[] = [];
let runs = 0;
let points = 0;
afterAll(() => keepFigures({ row: 5, what: 'lost acknowledgements', runs, points, recoveryMs }));

it.each([1, 3])('of a bus of %i', async (servers) => {
  const nats = `127.0.0.1:${await freePort()}`;
  await using network = await startNetwork();
  const proxy = await network.proxy('bus', nats);
  await using scene = await startScene({
    replicas: { 'nats-server': servers },
    // The first of the servers is the one behind the proxy.
    environmentByName: {
      'nats-server': { PITCREW_LISTEN: nats },
      orchestrator: { PITCREW_NATS_URL: `nats://${proxy.address}` },
    },
  });
  const cases = await drawCases(scene, 2);
  for (let round = 0; round < ROUNDS; round += 1)
    for (let cut = 0; cut < CUTS_A_ROUND; cut += 1) {
      const bytes = BYTES[cut] as number;
      const struck = await strikeDuring(scene, cases, SEED * 1000 + round * 10 + cut, async () => {
        const heal = await proxy.spoil({ type: 'limit_data', attributes: { bytes } }, 'downstream');
        await new Promise((resolve) => setTimeout(resolve, 400));
        await heal();
      });
      runs += struck.runs;
      points += 1;
      recoveryMs.push(...struck.recoveryMs);
    }
  expect(scene.crew.isRunning('orchestrator')).toBe(true);
});
