/**
 * Row 14: malformed requests and noise against every service while runs are under way. No answer is INTERNAL, nobody dies or logs what it
 * had not foreseen, and the runs end as they do in peace. `npm run test:malformed` sends fifty thousand.
 */
import { newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import {
  bombard,
  encoderOf,
  goodCall,
  HOSTILE_REQUEST,
  HOSTILE_TENANT,
  internalFailuresIn,
  knownValues,
  NOISE,
  pathOf,
  TARGETS,
} from '@pitcrew/testing/hostile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { type Scene, startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';
import { submitted } from '../work.ts';

const MESSAGES_A_METHOD = 20;

let scene: Scene;
let cases: readonly Case[];
let known: RunId;
let runs = 0;
let points = 0;
const recoveryMs: number[] = [];

beforeAll(async () => {
  scene = await startScene();
  cases = await drawCases(scene, 3);
  known = await submitted(scene.gateway, TenantId.parse(HOSTILE_TENANT), HOSTILE_REQUEST);
});
afterAll(async () => {
  keepFigures({ row: 14, what: 'malformed requests', runs, points, recoveryMs });
  await scene?.[Symbol.asyncDispose]();
});

/** Only the door is asked about a run that there is: at the others its name would stand in traces that are not its own. */
const runFor = (member: string): RunId => (member === 'gateway' ? known : newRunId());

const addressOf = (member: string): string => scene.crew.addresses[member] ?? expect.fail(`there is no ${member}`);

it.each(TARGETS)('malformed requests to the $member', async (target) => {
  const { member, service } = target;
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = SEED * 1000 + round;
    const struck = await strikeDuring(scene, cases, seed, async () => {
      const attacked = { service, address: addressOf(member), known: knownValues([runFor(member)]) };
      const count = MESSAGES_A_METHOD * Object.keys(service.methods).length;
      const { sent, offences } = await bombard(attacked, count, seed);
      expect(offences.slice(0, 3), `seed ${seed}`).toEqual([]);
      points += sent;
    });
    runs += struck.runs;
    recoveryMs.push(...struck.recoveryMs);
    expect(await goodCall(target, addressOf(member))).toBe('OK');
  }
});

it('noise that is no call', async () => {
  const [door] = TARGETS;
  if (door === undefined) throw new Error('there is no door');
  const { service, method, value } = door;
  const address = addressOf('gateway');
  const struck = await strikeDuring(scene, cases, SEED, async () => {
    for (const { run } of NOISE) {
      await run({ address, path: pathOf(service, method), good: encoderOf(service, method)(value()) });
      points += 1;
    }
  });
  runs += struck.runs;
  expect(await goodCall(door, address)).toBe('OK');
});

it('nobody died of it, or met what it had not foreseen', () => {
  expect(scene.deaths()).toEqual([]);
  const names = [...TARGETS.map(({ member }) => member), 'orchestrator'];
  expect(names.flatMap((name) => internalFailuresIn(scene.crew.log(name)))).toEqual([]);
});
