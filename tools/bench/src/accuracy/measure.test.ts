import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseResult, parseCases } from '@pitcrew/cli/eval';
import { digestOfText } from '@pitcrew/contracts';
import { loadManifest, type Manifest } from '@pitcrew/model/manifest';
import { afterEach, describe, expect, it } from 'vitest';
import { type CrewSetting, compare, type World } from './measure.ts';
import { outcomeOf } from './outcome.ts';

const cases = parseCases(
  '{"request":"a","expect":{"outcome":"failed"}}\n{"request":"b","expect":{"outcome":"failed"}}',
  'f',
);

const digest = digestOfText('file');
const pinned = { file: 'x', digest };
const decider = { kind: 'decider', base: 'encoder', heads: pinned, served: pinned };
const executor = { kind: 'writer', base: 'generator', adapter: { file: 'executor/adapter.gguf', digest } };
const base = (kind: string) => ({
  kind,
  licence: 'Apache-2.0',
  source: { kind: 'path', path: 'p', digest },
  preparation: { kind: 'as-is' },
  served: pinned,
});
const four = { router: decider, planner: decider, validator: decider, executor };

const open: string[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) rmSync(folder, { recursive: true });
});

/** A repository's models folder with a manifest of these specialists, and the prepared files beside it. */
function modelsOf(specialists: object): Manifest {
  const root = mkdtempSync(join(tmpdir(), 'pitcrew-test-'));
  open.push(root);
  for (const folder of ['models', 'models/executor', '.cache', '.cache/models']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'models/executor/adapter.gguf'), 'weights');
  writeFileSync(join(root, 'models/thresholds.json'), '{}');
  const bases = { generator: base('generator'), encoder: base('encoder') };
  writeFileSync(join(root, 'models/manifest.json'), JSON.stringify({ schemaVersion: 1, bases, specialists }));
  return loadManifest(join(root, 'models'));
}

type Seen = { readonly mode: string; readonly without: string | undefined; readonly manifest: Manifest };

/** A world whose crews are scripted: they are asked what they were started with, and every run is as its case expects. */
function scripted(manifest: Manifest, fails: (setting: CrewSetting) => boolean = () => false) {
  const seen: Seen[] = [];
  let up = 0;
  let setting: CrewSetting | undefined;
  const world: World = {
    manifest,
    packs: [],
    startCrew: async (asked) => {
      expect(up).toBe(0);
      if (fails(asked)) throw new Error('executor ended with code 1\nits log');
      up += 1;
      setting = asked;
      const stop = async () => {
        up -= 1;
      };
      return { gateway: 'g', controlUrl: 'c', [Symbol.asyncDispose]: stop };
    },
    runCases: async (doors, list, mode) => {
      expect(doors).toMatchObject({ gateway: 'g', controlUrl: 'c' });
      const { modelsFolder = '', without } = setting ?? {};
      seen.push({ mode, without, manifest: loadManifest(modelsFolder) });
      return list.map(({ line, request }) => resultOf(line, request));
    },
    runAlone: async (list) => list.slice(1).map((one) => outcomeOf([], one, resultOf(one.line, one.request))),
    tell: () => {},
  };
  return { world, seen, stillUp: () => up };
}

const resultOf = (line: number, request: string): CaseResult => ({
  line,
  request,
  tenant: 't',
  run: 'r',
  passed: true,
  keys: { outcome: { passed: true, expected: 'failed', got: 'failed' } },
  steps: 0,
  stepsBegun: 0,
  sampledTokens: 0,
  latencyMs: 10,
  finished: true,
});

const scratchpad = { kind: 'writer', base: 'generator', adapter: { file: 'scratchpad/adapter.gguf', digest } };
const all = ['chain', 'scratchpad', 'base'] as const;

describe('the comparison', () => {
  it('runs every arm in its mode with its models, one crew after the other', async () => {
    const { world, seen, stillUp } = scripted(modelsOf({ ...four, scratchpad }));
    const found = await compare({ arms: all, ablate: [], cases }, world);
    expect(found.arms.map(({ arm, outcomes }) => [arm, outcomes.length])).toEqual(all.map((arm) => [arm, 2]));
    expect(found).toMatchObject({ ladder: [], notRun: [] });
    expect(seen.map(({ mode, without }) => [mode, without])).toEqual([
      ['chain', undefined],
      ['scratchpad', undefined],
      ['scratchpad', undefined],
    ]);
    expect(seen.map(({ manifest }) => manifest.specialists.scratchpad)).toEqual([
      scratchpad,
      scratchpad,
      { kind: 'writer', base: 'generator' },
    ]);
    expect(stillUp()).toBe(0);
  });

  it('gives the bare base all else that the models folder has, and takes it away again', async () => {
    const { world, seen } = scripted(modelsOf({ ...four, scratchpad }));
    let folder = '';
    const runCases: World['runCases'] = async (...given) => {
      const results = await world.runCases(...given);
      folder = seen.at(-1)?.manifest.folder ?? '';
      expect(readFileSync(join(folder, 'executor/adapter.gguf'), 'utf8')).toBe('weights');
      expect(lstatSync(join(folder, 'thresholds.json')).isSymbolicLink()).toBe(true);
      expect(realpathSync(seen.at(-1)?.manifest.prepared ?? '')).toBe(realpathSync(world.manifest.prepared));
      return results;
    };
    await compare({ arms: ['base'], ablate: [], cases }, { ...world, runCases });
    expect(folder).not.toBe(world.manifest.folder);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(join(world.manifest.folder, 'thresholds.json'))).toBe(true);
  });

  it('lets the model without a crew run alone', async () => {
    const { world, seen } = scripted(modelsOf({ single: { ...scratchpad, adapter: { file: 'x', digest } } }));
    const found = await compare({ arms: ['single'], ablate: [], cases }, world);
    expect(found.arms.map(({ arm, outcomes }) => [arm, outcomes.length])).toEqual([['single', 1]]);
    expect(seen).toEqual([]);
  });

  it('leaves out an arm whose specialist there is not, and says so', async () => {
    const { world } = scripted(modelsOf(four));
    const found = await compare({ arms: all, ablate: [], cases }, world);
    expect(found.arms.map(({ arm }) => arm)).toEqual(['chain', 'base']);
    expect(found.notRun).toEqual([{ what: 'scratchpad', why: 'the model manifest has no scratchpad' }]);
  });

  it('goes on after an arm whose crew fails', async () => {
    const { world } = scripted(modelsOf({ ...four, scratchpad }), ({ without }) => without === 'run-verdict');
    const found = await compare({ arms: all, ablate: ['run-verdict', 'regenerate'], cases }, world);
    expect(found.ladder.map(({ without }) => without)).toEqual([undefined, 'regenerate']);
    expect(found.notRun).toEqual([{ what: 'chain without run-verdict', why: 'executor ended with code 1' }]);
  });

  it('measures the whole ladder too when it is asked for a rung', async () => {
    const { world, seen } = scripted(modelsOf({ ...four, scratchpad }));
    const found = await compare({ arms: ['base'], ablate: ['validator-call'], cases }, world);
    expect(found.arms.map(({ arm }) => arm)).toEqual(['chain', 'base']);
    expect(found.ladder.map(({ arm, without }) => [arm, without])).toEqual([
      ['chain', undefined],
      ['chain', 'validator-call'],
    ]);
    expect(seen.map(({ without }) => without)).toEqual([undefined, undefined, 'validator-call']);
  });
});
