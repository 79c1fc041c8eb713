/**
 * The article's error handling and R3 as one table: class of the error x effect class of the tool x whether the outcome is known.
 * Each cell is played with twenty seeds through the real run machine and driver, by a pack as it is loaded, against a tool that
 * records its effects: first in a calm world, where the path must be the right one, then among orchestrators that are killed and
 * paused and a bus that loses answers. In both no effect happens twice and a call keeps its key.
 */
import type { EventBody } from '@pitcrew/contracts';
import { checkHistory } from '@pitcrew/run/check-history';
import { describe, expect, it } from 'vitest';
import { type Failure, type FaultScene, faultScene } from './simulation/fault-scene.ts';
import type { Scene, Surroundings } from './simulation/scene.ts';
import { type Faults, type History, simulate } from './simulation/simulate.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => Number(process.env.SIMULATION_SEED ?? 1) + index);
const calm: Faults = { loss: 0, kill: 0, pause: 0, duplicate: 0, toolFailure: 0 };
const hostile: Faults = { loss: 0.03, kill: 0.05, pause: 0.05, duplicate: 0.2, toolFailure: 0 };

/** What the run does after the failure; `asks:` is what it does by the answer of the probe. */
const REPEATS = 'repeats it under its key';
const REGENERATES = 'proposes other arguments';
const REPLANS = 'revises the plan';
const UNKNOWN = 'ends outcome_unknown';
const LOGIC = 'ends logic_error';
const asks = (next: string) => `asks first; if it surely did nothing, ${next}`;

const table: readonly (readonly [Failure['errorClass'], Failure['executed'], Failure['effects'], path: string])[] = [
  ['transient', 'no', 'read', REPEATS],
  ['transient', 'no', 'idempotent', REPEATS],
  ['transient', 'no', 'probe-able', REPEATS],
  ['transient', 'no', 'irreversible', REPEATS],
  ['transient', 'no', 'undeclared', REPEATS],
  ['transient', 'unknown', 'read', REPEATS],
  ['transient', 'unknown', 'idempotent', REPEATS],
  ['transient', 'unknown', 'probe-able', asks(REPEATS)],
  ['transient', 'unknown', 'irreversible', UNKNOWN],
  ['transient', 'unknown', 'undeclared', UNKNOWN],
  ['input', 'no', 'read', REGENERATES],
  ['input', 'no', 'idempotent', REGENERATES],
  ['input', 'no', 'probe-able', REGENERATES],
  ['input', 'no', 'irreversible', REGENERATES],
  ['input', 'no', 'undeclared', REGENERATES],
  ['input', 'unknown', 'read', REGENERATES],
  ['input', 'unknown', 'idempotent', UNKNOWN],
  ['input', 'unknown', 'probe-able', asks(REGENERATES)],
  ['input', 'unknown', 'irreversible', UNKNOWN],
  ['input', 'unknown', 'undeclared', UNKNOWN],
  ['logic', 'no', 'read', REPLANS],
  ['logic', 'no', 'idempotent', REPLANS],
  ['logic', 'no', 'probe-able', REPLANS],
  ['logic', 'no', 'irreversible', REPLANS],
  ['logic', 'no', 'undeclared', REPLANS],
  ['logic', 'unknown', 'read', REPLANS],
  ['logic', 'unknown', 'idempotent', LOGIC],
  ['logic', 'unknown', 'probe-able', asks(REPLANS)],
  ['logic', 'unknown', 'irreversible', LOGIC],
  ['logic', 'unknown', 'undeclared', LOGIC],
];

type Played = History & Pick<FaultScene, 'fate' | 'performed'>;

async function play(seed: number, failure: Failure, faults: Faults): Promise<Played> {
  const made: FaultScene[] = [];
  const scene = (around: Surroundings): Scene => {
    const one = faultScene(failure, around);
    made.push(one);
    return one.scene;
  };
  const history = await simulate(seed, faults, [], { scene });
  const [{ fate, performed }] = made as [FaultScene];
  return { ...history, fate, performed };
}

const bodies = ({ events }: History): readonly EventBody[] => events.map(({ event }) => event.body);

/** What the run did after the failure, in the words of the table. */
function pathOf(played: Played): string {
  const all = bodies(played);
  const failedAt = all.findIndex((body) => body.kind === 'call-performed' && body.outcome.kind === 'failed');
  const end = all.at(-1);
  for (const body of all.slice(failedAt + 1)) {
    if (body.kind === 'plan-revised') return REPLANS;
    if (body.kind === 'call-proposed') return REGENERATES;
    if (body.kind === 'call-performed') return REPEATS;
    if (body.kind === 'call-probed' && body.finding.kind === 'took-effect') return 'takes it as done';
  }
  return `ends ${end?.kind === 'run-finished' ? end.stopReason : 'never'}`;
}

function expectOneEffect({ effects, performed }: Played, failure: Failure, story: string): void {
  expect(effects.get('act')?.length ?? 0, story).toBeLessThanOrEqual(1);
  const keys = new Map<string, string>();
  for (const { key, digest } of performed) {
    const known = keys.get(digest);
    // A revision gives the step a new id, and with it a new key: the earlier call surely did nothing then.
    if (failure.errorClass !== 'logic') expect(known ?? key, story).toBe(key);
    keys.set(digest, key);
  }
  for (const [digest, key] of keys)
    for (const [other, otherKey] of keys) if (digest !== other) expect(key, story).not.toBe(otherKey);
}

const storyOf = (seed: number, played: Played): string =>
  `seed ${seed}, ${played.fate}\n${played.events.map(({ event }) => `${event.epoch} ${JSON.stringify(event.body)}`).join('\n')}`;

describe.each(table)('a %s error, executed %s, of a tool that is %s', (errorClass, executed, effects, path) => {
  const failure: Failure = { errorClass, executed, effects };

  it(`${path}`, async () => {
    for (const seed of SEEDS) {
      const played = await play(seed, failure, calm);
      const story = storyOf(seed, played);
      expect(checkHistory(played.events, { ended: true }), story).toEqual([]);
      expectOneEffect(played, failure, story);
      const asked = bodies(played).filter(({ kind }) => kind === 'call-probed').length;
      expect(asked > 0, story).toBe(path.startsWith('asks'));
      const expected = path.startsWith('asks') && played.fate !== 'never' ? 'takes it as done' : path;
      expect(expected.endsWith(pathOf(played)), `${pathOf(played)}\n${story}`).toBe(true);
      const end = bodies(played).at(-1);
      const ended = path === UNKNOWN || path === LOGIC ? 'partial' : 'succeeded';
      expect(end, story).toMatchObject({ kind: 'run-finished', status: ended });
      if (ended === 'succeeded' && effects !== 'read') expect(played.effects.get('act'), story).toHaveLength(1);
    }
  });

  it('has no effect twice among orchestrators that die and sleep', async () => {
    for (const seed of SEEDS) {
      const played = await play(seed, failure, hostile);
      const story = storyOf(seed, played);
      expect(checkHistory(played.events, { ended: true }), story).toEqual([]);
      expectOneEffect(played, failure, story);
    }
  });
});

it('draws every fate', async () => {
  const fates = new Set<string>();
  for (const seed of SEEDS)
    fates.add((await play(seed, { errorClass: 'transient', executed: 'unknown', effects: 'probe-able' }, calm)).fate);
  expect([...fates].sort()).toEqual(['happened', 'late', 'never']);
});
