/** The whole data set, built from three voices, one of each split: what must hold of any build. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executorFields, requestCandidates } from '@pitcrew/specialists';
import { loadPacks } from '@pitcrew/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, build } from './build.ts';
import { dataCard } from './card.ts';
import { readFaultKinds } from './faults.ts';
import { slotSource } from './gold.ts';
import { readRequests } from './requests.ts';
import { surfacesOf } from './slots.ts';

const workflows = join(import.meta.dirname, '../../../workflows');
const packs = loadPacks(workflows);
/** Each wrote for every pack; one trains, one chooses thresholds, one is tested. */
const VOICES = ['v46', 'v52', 'v50'];
let root: string;
let built: Built;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dataset-'));
  built = build(withVoices('three', VOICES));
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

/** The workflows with the requests of some voices. */
function withVoices(name: string, voices: readonly string[]): string {
  const folder = join(root, name);
  cpSync(workflows, folder, {
    recursive: true,
    filter: (file) => !file.endsWith('.jsonl') || voices.some((voice) => file.endsWith(`/${voice}.jsonl`)),
  });
  return folder;
}

/** The tool that a row of the executor fills in the arguments of. */
const toolOf = (prompt: string): string =>
  /\n(\w+)\([^()]*\)<\|im_end\|>\n<\|im_start\|>assistant\n$/.exec(prompt)?.[1] ?? '';

describe('the data set', () => {
  it('is the same when it is built again', () => {
    const one = withVoices('one', ['v47']);
    expect(JSON.stringify(build(one).rows)).toBe(JSON.stringify(build(one).rows));
  }, 60_000);

  it('has rows of every pack, in every split and for every role', () => {
    const firstTools = packs.map(({ order }) => order[0]);
    for (const { router, planner, executor, validator } of Object.values(built.rows)) {
      const labels = (rows: typeof router) => new Set(rows.flatMap((row) => Object.entries(row.labels).map(String)));
      for (const { name } of packs) {
        expect(labels(router)).toContain(`workflow,${name}`);
        expect(
          [...labels(planner)].some((label) => label.startsWith(`variation.${name},`)),
          name,
        ).toBe(true);
        expect(
          [...labels(validator)].some((label) => label.startsWith(`run.${name},`)),
          name,
        ).toBe(true);
      }
      // A first step copies from the request; where the request has one number only, nothing is left to choose.
      expect(executor.filter(({ prompt }) => firstTools.includes(toolOf(prompt))).length).toBeGreaterThan(0);
    }
  });

  it('keeps every voice in its split', () => {
    for (const [split, roles] of Object.entries(built.rows))
      for (const rows of Object.values(roles)) for (const { voice } of rows) expect(built.splitOf(voice)).toBe(split);
  });

  it('trains on no number that a gate or test request holds', () => {
    const measured = new Set(
      built.written
        .filter(({ voice }) => built.splitOf(voice) !== 'train')
        .flatMap(({ request }) => request.match(/\d{4,}/g) ?? []),
    );
    const written = new Set(
      built.written.flatMap(({ voice, request }) =>
        built.splitOf(voice) === 'train' ? (request.match(/\d{4,}/g) ?? []) : [],
      ),
    );
    const trained = built.rows.train.executor.flatMap(({ prompt }) => prompt.split('\n')[3]?.match(/\d{4,}/g) ?? []);
    expect(trained.filter((number) => measured.has(number) && !written.has(number))).toEqual([]);
  });

  it('has failures to recover from, and a third of the executor’s rows after a first step', () => {
    const rows = built.rows.train.executor;
    const share = (test: (prompt: string) => boolean) => rows.filter(({ prompt }) => test(prompt)).length / rows.length;
    const firstTools = packs.map(({ order }) => order[0]);
    expect(share((prompt) => prompt.includes('Previous tool call failed:'))).toBeGreaterThan(0.1);
    expect(share((prompt) => !firstTools.includes(toolOf(prompt)))).toBeGreaterThan(0.33);
  });

  it('tells the executor of no argument that is settled: none that the pack binds stands in a row', () => {
    for (const { prompt, pieces } of built.rows.train.executor) {
      const tool = packs.map(({ tools }) => tools[toolOf(prompt)]).find((found) => found !== undefined);
      const asked = pieces.flatMap(({ text, trained }) => (trained ? [] : [text.replace('=', '')]));
      expect(asked.filter((name) => tool?.arguments[name] === undefined)).toEqual([]);
      // Only after a failure may one that is bound be left out.
      if (!prompt.includes('Previous tool call failed:'))
        expect(asked.filter((name) => tool?.arguments[name]?.bound !== undefined)).toEqual([]);
    }
  });

  it('asks every row of the executor for a choice', () => {
    for (const { pieces } of built.rows.train.executor) expect(pieces.some(({ trained }) => trained)).toBe(true);
  });

  it('has good and bad rows of calls and steps for the validator, and every variation of a run', () => {
    const labels = new Set(
      built.rows.train.validator.flatMap((row) => Object.entries(row.labels).map((pair) => pair.join('='))),
    );
    const asked = built.written.flatMap((row) =>
      row.kind === 'covered' && row.also.length === 0 && built.splitOf(row.voice) === 'train'
        ? [`run.${row.workflow}=${row.variation}`]
        : [],
    );
    const expected = ['call=right', 'call=wrong', 'step=expected', 'step=unexpected', ...asked];
    expect([...labels].sort()).toEqual([...new Set(expected)].sort());
    expect(new Set(asked).size).toBeGreaterThan(2 * packs.length);
  });

  it('says of every request of a workflow with conditions whether it puts one, and how it compares only then', () => {
    const withConditions = packs.filter(({ conditions }) => conditions.length > 0).map(({ name }) => name);
    for (const roles of Object.values(built.rows))
      for (const { labels } of roles.planner) {
        const workflow = Object.keys(labels)
          .find((head) => head.startsWith('variation.'))
          ?.slice('variation.'.length);
        if (workflow === undefined) continue;
        const condition = labels[`condition.${workflow}`];
        expect(condition !== undefined).toBe(withConditions.includes(workflow));
        expect(labels.comparison !== undefined).toBe(condition !== undefined && condition !== 'none');
      }
    expect(built.rows.train.planner.some(({ labels }) => labels.comparison !== undefined)).toBe(true);
  });

  it('calls no text both good and bad', () => {
    for (const roles of Object.values(built.rows)) {
      const labels = new Map<string, string>();
      for (const { text, labels: given } of [...roles.router, ...roles.planner, ...roles.validator]) {
        for (const [head, label] of Object.entries(given)) {
          const key = `${head}\n${text}`;
          expect(labels.get(key) ?? label, key).toBe(label);
          labels.set(key, label);
        }
      }
    }
  });

  it('expects of every case what the written request asks for', () => {
    const requests = new Set(built.written.map(({ request }) => request));
    for (const cases of Object.values(built.cases))
      for (const { request } of cases) expect(requests.has(request)).toBe(true);
    expect(built.cases.test.length).toBe(built.written.filter(({ voice }) => built.splitOf(voice) === 'test').length);
    expect(built.cases.test.some(({ faults }) => faults !== undefined)).toBe(true);
  });

  it('is told with its real counts', () => {
    expect(dataCard(built)).toContain(`${built.written.length} requests in English`);
  });
});

describe('all hand-written requests', () => {
  const rows = readRequests(workflows, packs);

  it('offer every marked value as a candidate', () => {
    const missing = rows.flatMap((row) => {
      if (row.kind !== 'covered') return [];
      const tools = Object.values(packs.find(({ name }) => name === row.workflow)?.tools ?? {});
      return Object.entries(surfacesOf(row.template)).flatMap(([name, surface]) => {
        const argument = tools.map((tool) => tool.arguments[name]).find((each) => each?.from === 'request');
        const offered = argument === undefined ? [] : requestCandidates(row.request, name, argument);
        const value = argument === undefined ? surface : slotSource(surface, name, argument);
        return value !== undefined && offered.includes(value) ? [] : [`${row.id} ${surface}`];
      });
    });
    expect(missing).toEqual([]);
  });

  it('begin a run: their first step lacks no argument', () => {
    for (const row of rows) {
      const pack = packs.find(({ name }) => row.kind === 'covered' && name === row.workflow);
      if (pack === undefined) continue;
      const task = { pack, tool: pack.order[0] ?? '', request: row.request, history: [], failures: [] };
      expect(executorFields(task).kind, row.id).toBe('fields');
    }
  });
});

describe('wordings of failures', () => {
  const kinds = readdirSync(workflows).flatMap((folder) => {
    try {
      return Object.entries(readFaultKinds(join(workflows, folder, 'faults.yaml')));
    } catch {
      return [];
    }
  });

  it.each(kinds)('of %s are many, and none is in two splits', (_, { messages }) => {
    const all = [...messages.train, ...messages.gate, ...messages.test];
    expect(all.length).toBeGreaterThanOrEqual(12);
    expect(new Set(all).size).toBe(all.length);
  });

  it('are there for every pack with requests', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(7);
    expect(readFileSync(join(workflows, 'order-processing/faults.yaml'), 'utf8')).toContain('not found in warehouse_');
  });
});
