/**
 * Row 9: the disk under the bus is full, is freed, and the bus starts again. The store lies on a small file system of its own, which
 * takes the right to mount one. No effect happens whose intent was not stored, and what was acknowledged is there afterwards.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TenantId } from '@pitcrew/contracts';
import { isRpcError } from '@pitcrew/rpc';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Case, drawCases } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf } from '../oracle.ts';
import { type Scene, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { type Done, effectsOf, followed, putWorld } from '../work.ts';

const DISK_MIB = 48;
const ROUNDS = 2;
const RUNS = 6;
/** The gateway tries for ten seconds to store a request, and the client asks three times. */
const ANSWERED_MS_MAX = 40_000;

let directory = '';
let runs = 0;
const recoveryMs: number[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-disk-'));
  mkdirSync(join(directory, 'jetstream'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', join(directory, 'jetstream')]);
});
afterEach(() => {
  execFileSync('umount', ['--lazy', join(directory, 'jetstream')]);
  rmSync(directory, { recursive: true, force: true });
});

it.each(Array.from({ length: ROUNDS }, (_, round) => round))('full, freed, started again (round %i)', async (round) => {
  await using scene = await startScene({ directory });
  const cases = await drawCases(scene, 3);
  const ballast = join(directory, 'jetstream', 'ballast');
  const acknowledged: (Case & { readonly place: Place })[] = [];
  const refused: TenantId[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    const one = cases[n % cases.length] as Case;
    const tenant = TenantId.parse(`disk-${round}-${n}`);
    await putWorld(scene, tenant, one.work.world);
    // From the third on there is no room.
    if (n === 2) fill(ballast);
    const place = await submitOnce(scene, tenant, one);
    if (place !== undefined) acknowledged.push({ ...one, place });
    else refused.push(tenant);
    if (place === undefined) break;
  }
  expect(refused.length, 'a full disk takes no run').toBeGreaterThan(0);
  const freedMs = performance.now();
  rmSync(ballast);
  await scene.crew.kill('nats-server');
  for (const { place, twin } of acknowledged) {
    const events = await followed(scene.gateway, place.tenant, place.run);
    const done: Done = { ...place, events, effects: await effectsOf(scene, place.tenant) };
    expect(await findingsOf(scene, done, twin), story(done)).toEqual([]);
    const next = events.find(({ arrivedMs }) => arrivedMs > freedMs);
    if (next !== undefined) recoveryMs.push(next.arrivedMs - freedMs);
  }
  for (const tenant of refused) expect(await effectsOf(scene, tenant)).toEqual([]);
  runs += acknowledged.length + refused.length;
  keepFigures({ row: 9, what: 'full disk', runs, points: round + 1, recoveryMs });
});

type Place = Pick<Done, 'tenant' | 'run'>;

/** Undefined: the gateway says that it cannot be done now. */
async function submitOnce({ gateway }: Scene, tenant: TenantId, { work }: Case): Promise<Place | undefined> {
  const asked = { tenant, requestId: 'once', request: work.request };
  try {
    return { tenant, run: (await gateway.submitRun(asked, { deadlineMs: ANSWERED_MS_MAX })).run };
  } catch (error) {
    expect(isRpcError(error, 'UNAVAILABLE') || isRpcError(error, 'RESOURCE_EXHAUSTED'), String(error)).toBe(true);
    return undefined;
  }
}

/** The bus may take some of what is left meanwhile. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(64 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
