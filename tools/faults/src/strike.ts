/**
 * Several runs at once, and a fault that strikes while they are under way, at a moment drawn by a seed. Every run that was accepted must
 * end as its twin did; how long the fault held a run up is the longest silence of its log around that moment.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import type { Case } from './cases.ts';
import { findingsOf } from './oracle.ts';
import type { Scene } from './scene.ts';
import { type Arrived, type Done, workOn } from './work.ts';

/** A run takes about this long on a machine that is not busy; the fault strikes within it. */
const RUN_MS = 900;

export type Struck = { readonly runs: number; readonly recoveryMs: readonly number[]; readonly done: readonly Done[] };

export async function strikeDuring(
  scene: Scene,
  cases: readonly Case[],
  seed: number,
  strike: () => Promise<void>,
): Promise<Struck> {
  const working = Promise.all(cases.map(({ work }) => workOn(scene, work)));
  await pause(seeded(seed).below(RUN_MS));
  const struckMs = performance.now();
  await strike();
  const done = await working;
  for (const [at, one] of done.entries()) {
    const findings = await findingsOf(scene, one, (cases[at] as Case).twin);
    if (findings.length > 0) throw new Error([`seed ${seed}`, ...findings, story(one)].join('\n'));
  }
  return { runs: done.length, done, recoveryMs: done.flatMap(({ events }) => heldUpMs(events, struckMs)) };
}

/** From the fault to the next fact of the run. A run that was through before was not struck. */
function heldUpMs(events: readonly Arrived[], struckMs: number): readonly number[] {
  const next = events.find(({ arrivedMs }) => arrivedMs > struckMs);
  return next === undefined ? [] : [next.arrivedMs - struckMs];
}

export const story = ({ run, events }: Pick<Done, 'run' | 'events'>): string =>
  [run, ...events.map(({ event }) => `${event.epoch} ${event.body.kind}`)].join('\n');
