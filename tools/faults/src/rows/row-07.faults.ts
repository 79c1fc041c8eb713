/** Row 7: a tool hangs, or drips; its call ends at its bound, and runs that do not need it are not slower. */
import { TenantId } from '@pitcrew/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { outcomeOf } from '../oracle.ts';
import { type Scene, startScene } from '../scene.ts';
import { freePort, type Network, type NetworkProxy, startNetwork } from '../toxiproxy.ts';
import { type Done, followed, putWorld, submitted, workOn } from '../work.ts';

const HANGING = 6;
const OTHERS = 20;
const ORDER = 'Process order #4521 for customer acme-corp';
/** Longer than a step may take. */
const HANG_MS = 8_000;

let network: Network;
let tools: NetworkProxy;
let scene: Scene;
let cases: readonly Case[];
let runs = 0;
let points = 0;
const recoveryMs: number[] = [];

beforeAll(async () => {
  const backoffice = `127.0.0.1:${await freePort()}`;
  network = await startNetwork();
  tools = await network.proxy('tools', backoffice);
  scene = await startScene({
    environmentByMember: {
      backoffice: { PITCREW_LISTEN: backoffice },
      executor: { PITCREW_TOOLS_URL: `http://${tools.address}/mcp` },
    },
  });
  cases = await drawCases(scene, 1);
});
afterAll(async () => {
  keepFigures({ row: 7, what: 'slow tools', runs, points, recoveryMs });
  await scene?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

it('others are not slower while six runs hang in a tool', async () => {
  const alone = await oneAfterAnother(OTHERS);
  const hanging = Promise.all(Array.from({ length: HANGING }, (_, n) => hang(`hangs-${n}`)));
  const beside = await oneAfterAnother(OTHERS);
  for (const done of await hanging) {
    expect(outcomeOf(done.events)).not.toBe('not at all');
    expect(done.effects).toEqual([]);
  }
  runs += 2 * OTHERS + HANGING;
  points += HANGING;
  const [before, during] = [p95(alone), p95(beside)];
  process.stdout.write(
    `p95 of others: ${Math.round(before)} ms alone, ${Math.round(during)} ms beside ${HANGING} that hang\n`,
  );
  expect(during / before).toBeLessThan(1.1);
});

it('a drip ends at the bound of a step, and the run with it or after a repetition', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { work, twin } = cases[0] as Case;
    const tenant = TenantId.parse(`drip-${round}`);
    await putWorld(scene, tenant, work.world);
    const run = await submitted(scene.gateway, tenant, work.request);
    const heal = await tools.spoil({ type: 'bandwidth', attributes: { rate: 0 } }, 'downstream');
    const following = followed(scene.gateway, tenant, run);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await heal();
    const events = await following;
    const calls = events.filter(({ event }) => event.body.kind === 'call-performed');
    expect(calls.length).toBeGreaterThan(0);
    expect(outcomeOf(events)).toBe(outcomeOf(twin.events));
    runs += 1;
    points += 1;
  }
});

async function hang(name: string): Promise<Done> {
  return workOn(scene, { request: ORDER, world: { delayMs: HANG_MS } }, TenantId.parse(name));
}

async function oneAfterAnother(count: number): Promise<readonly number[]> {
  const took: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const startedMs = performance.now();
    await workOn(scene, (cases[0] as Case).work);
    took.push(performance.now() - startedMs);
  }
  return took;
}

const p95 = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? 0;
