/**
 * Row 6: clocks that are ten minutes ahead or behind, and that jump under a run. What is written down goes by the clock of the bus, and a
 * question that nobody answers expires once, in its time.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TenantId } from '@pitcrew/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawCases, ROUNDS, SEED } from '../cases.ts';
import { movableClock } from '../faketime.ts';
import { keepFigures } from '../figures.ts';
import { outcomeOf } from '../oracle.ts';
import { startScene } from '../scene.ts';
import { scriptedCheckout } from '../scripted/checkout.ts';
import { story, strikeDuring } from '../strike.ts';
import { type Arrived, followed, submitted } from '../work.ts';

const SKEWED = ['orchestrator', 'gateway', 'executor'] as const;

/** An event on its way is not off; a clock of this table is off by ten minutes. */
const OFF_MS_MAX = 60_000;
/** The least that a pack may say. */
const EXPIRES_MS = 60_000;

const recoveryMs: number[] = [];
let runs = 0;
let points = 0;
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-clock-'));
});
afterAll(() => {
  keepFigures({ row: 6, what: 'clocks ten minutes off', runs, points, recoveryMs });
  rmSync(directory, { recursive: true, force: true });
});

describe.each(SKEWED)('the clock of the %s', (member) => {
  it.each([
    ['is ahead', '+10m', '+10m'],
    ['is behind', '-10m', '-10m'],
    ['jumps back under a run', '+10m', '-10m'],
    ['jumps ahead under a run', '+0', '+10m'],
  ])('%s', async (_, before, after) => {
    const clock = await movableClock(join(directory, `${member}${points}`), before);
    await using scene = await startScene({ environmentByMember: { [member]: clock.environment } });
    const cases = await drawCases(scene, 2);
    for (let round = 0; round < ROUNDS; round += 1) {
      clock.set(before);
      const struck = await strikeDuring(scene, cases, SEED * 1000 + round, async () => clock.set(after));
      for (const { events } of struck.done) for (const event of events) expect(offMs(event)).toBeLessThan(OFF_MS_MAX);
      runs += struck.runs;
      recoveryMs.push(...struck.recoveryMs);
    }
    points += 1;
  });
});

describe('a question that nobody answers', () => {
  it.concurrent.each([
    ['behind', '-10m', '-10m'],
    ['ahead', '+10m', '+10m'],
    ['set back while it waits', '+0', '-10m'],
  ])('expires once, in its time, with the clock of the orchestrator %s', async (name, before, after) => {
    const clock = await movableClock(join(directory, name), before);
    const checkout = scriptedCheckout();
    await using scene = await startScene({
      ...checkout.crew,
      workflows: packsThatExpireSoon(join(directory, `${name}-packs`)),
      environment: { PITCREW_SCRIPTED_EFFECTS: join(checkout.root, 'effects') },
      environmentByMember: { orchestrator: clock.environment },
    });
    const tenant = TenantId.parse('nobody-answers');
    const run = await submitted(scene.gateway, tenant, 'Process a dear order #4521');
    const following = followed(scene.gateway, tenant, run, 'say-nothing');
    setTimeout(() => clock.set(after), EXPIRES_MS / 2);
    const events = await following;
    expect(outcomeOf(events), story({ run, events })).toBe('partial, approval_expired');
    const times = (kind: string) => events.filter(({ event }) => event.body.kind === kind).map((one) => one.arrivedMs);
    const [asked = 0] = times('approval-requested');
    const [expired = 0] = times('timer-fired');
    expect(times('timer-fired')).toHaveLength(1);
    expect(expired - asked).toBeGreaterThan(EXPIRES_MS - 5_000);
    expect(expired - asked).toBeLessThan(EXPIRES_MS + 15_000);
    // For the request and for the expiry: whoever is woken too early claims nothing.
    expect(times('run-claimed')).toHaveLength(2);
    expect(times('run-parked')).toHaveLength(1);
    rmSync(checkout.root, { recursive: true, force: true });
    runs += 1;
    points += 1;
  });
});

function packsThatExpireSoon(folder: string): string {
  cpSync(resolve(import.meta.dirname, '../../../../workflows'), folder, { recursive: true });
  const file = join(folder, 'order-processing', 'workflow.yaml');
  const text = readFileSync(file, 'utf8').replace(/(expires_after_minutes): \d+/, `$1: ${EXPIRES_MS / 60_000}`);
  writeFileSync(file, text);
  return folder;
}

/** How far the time that stands in the event is from that of this process, which nobody has moved. */
const offMs = ({ event, arrivedMs }: Arrived): number =>
  Math.abs(Date.parse(event.at) - (performance.timeOrigin + arrivedMs));
