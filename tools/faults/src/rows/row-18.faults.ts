/**
 * Row 18: runs that another version began. Its recorded logs, cut off at some point, lie on the bus when this version starts, which carries
 * them to the end that they had; a run with an event that only newer code knows is left alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { digestOfText, RunEvent, RunId } from '@pitcrew/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFigures } from '../figures.ts';
import { outcomeOf } from '../oracle.ts';
import { openRawNats, type RawNats } from '../raw-nats.ts';
import { type Scene, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { type Effect, effectsOf, followed, putWorld, type Work } from '../work.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../libs/run/src/recorded');
/** Facts after which another version takes over: the last of its kind before the first effect. */
const CUTS = ['run-requested', 'run-claimed', 'run-routed', 'plan-proposed', 'step-succeeded'] as const;

let scene: Scene;
let raw: RawNats;
let runs = 0;
const recoveryMs: number[] = [];

/** The names of runs and the digests of their events hold, so each bus sees each recorded run once. */
const freshBus = (): void => {
  beforeAll(async () => {
    scene = await startScene();
    raw = await openRawNats(scene.crew.natsUrl, 'park.>');
    // Until everything lies on the bus, nobody is there to go on with it.
    scene.supervise(false);
    await scene.crew.kill('orchestrator', 'SIGTERM');
  });
  afterAll(async () => {
    raw?.[Symbol.dispose]();
    await scene?.[Symbol.asyncDispose]();
  });
};
afterAll(() => keepFigures({ row: 18, what: 'another version', runs, points: runs, recoveryMs }));

type Recorded = {
  readonly asked: Work & { readonly effects: readonly Effect[] };
  readonly events: readonly RunEvent[];
};

function recordedIn(file: string): Recorded {
  const [asked, ...events] = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
  return { asked: JSON.parse(asked ?? '{}'), events: events.map((line) => RunEvent.parse(JSON.parse(line))) };
}

const files = readdirSync(FOLDER).filter((file) => file.includes('local'));

const lengthBefore = (events: readonly RunEvent[], kind: string): number => {
  const firstEffect = events.findIndex(({ body }) => body.kind === 'call-judged');
  return 1 + events.findIndex(({ body }, at) => body.kind === kind && at < firstEffect);
};

describe.each(CUTS)('taken over after %s', (kind) => {
  const recorded = files.map(recordedIn).filter(({ events }) => lengthBefore(events, kind) > 0);
  freshBus();

  it('each goes on to the end that it had', async () => {
    expect(recorded.length).toBeGreaterThan(0);
    const laid = [];
    for (const { asked, events } of recorded) laid.push(await lay(events.slice(0, lengthBefore(events, kind)), asked));
    scene.supervise(true);
    const startedMs = performance.now();
    for (const [at, { tenant, run }] of laid.entries()) {
      const { asked, events } = recorded[at] as Recorded;
      const went = await followed(scene.gateway, tenant, run);
      const done = { tenant, run, events: went, effects: await effectsOf(scene, tenant) };
      const last = events.at(-1)?.body;
      const ended = last?.kind === 'run-finished' ? `${last.status}, ${last.stopReason}` : '';
      expect(outcomeOf(went), story(done)).toBe(ended);
      expect(tools(done.effects)).toEqual(tools(asked.effects));
      runs += 1;
      recoveryMs.push((went.find(({ arrivedMs }) => arrivedMs > startedMs)?.arrivedMs ?? startedMs) - startedMs);
    }
  });
});

describe('newer code', () => {
  freshBus();
  it('a run with an event of newer code is left to newer code, and the gateway says so', async () => {
    const { asked, events } = recordedIn(files[0] as string);
    const begun = events.slice(0, 3);
    const newer = {
      ...begun[2],
      id: `${begun[2]?.run}:1:newer`,
      previousDigest: digestOfText(JSON.stringify(begun[2])),
      body: { kind: 'from-the-future', depth: 3 },
    };
    const { tenant, run } = await lay([...begun, newer as unknown as RunEvent], asked);
    await expect(scene.gateway.getRun({ tenant, run }, { deadlineMs: 5_000 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      reason: 'NEWER_EVENT',
    });
    expect(await effectsOf(scene, tenant)).toEqual([]);
    runs += 1;
  });
});

async function lay(events: readonly RunEvent[], { world }: Work) {
  const [first] = events;
  if (first === undefined) throw new Error('there is no event');
  const { tenant } = first;
  const run = RunId.parse(first.run);
  await putWorld(scene, tenant, world);
  for (const event of events) {
    const subject = event.epoch === 0 ? 'in' : 'fact';
    await raw.publish(`run.${tenant}.${run}.${subject}`, Buffer.from(JSON.stringify(event)));
  }
  return { tenant, run };
}

const tools = (effects: readonly Effect[]) => effects.map(({ tool }) => tool).sort();
