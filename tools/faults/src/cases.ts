/**
 * The requests that the faults strike: cases of the gate split with at least four calls, drawn by a seed. Each is first carried out
 * without a fault; what the models get wrong by themselves is no case for this suite.
 */
import { join, resolve } from 'node:path';
import { type EvalCase, readCases } from '@pitcrew/cli/eval';
import type { JsonObject } from '@pitcrew/contracts';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { outcomeOf, type Twin } from './oracle.ts';
import type { Scene } from './scene.ts';
import { type Work, workOn } from './work.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CALLS_MIN = 4;

export const SEED = Number(process.env.FAULTS_SEED ?? 1);
export const ROUNDS = Number(process.env.FAULTS_ROUNDS ?? 3);

export type Case = { readonly work: Work; readonly twin: Twin };

/** So many that end well, with effects. */
export async function drawCases(scene: Pick<Scene, 'crew' | 'gateway'>, count: number): Promise<readonly Case[]> {
  const random = seeded(SEED);
  const left = (await readCases(join(ROOT, 'workflows/eval/gate.jsonl'))).filter(isLong);
  const cases: Case[] = [];
  while (cases.length < count) {
    const [drawn] = left.splice(random.below(left.length), 1);
    if (drawn === undefined) throw new Error('the gate split has too few cases that end well');
    const work = workOf(drawn);
    const twin = await workOn(scene, work);
    if (outcomeOf(twin.events) === 'succeeded, completed' && twin.effects.length > 0) cases.push({ work, twin });
  }
  return cases;
}

const isLong = ({ expect, faults }: EvalCase): boolean =>
  (expect.calls?.length ?? 0) >= CALLS_MIN && expect.outcome === 'succeeded' && faults.length === 0;

const workOf = ({ request, world, now }: EvalCase): Work => ({
  request,
  world: { rows: world, ...(now !== undefined && { now }) } as JsonObject,
});
