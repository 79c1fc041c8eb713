/** The whole data set, built once from a tenth of the voices: what must hold of any build. */
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
const VOICES = ['v01', 'v11', 'v16', 'v04', 'v06'];
let root: string;
let built: Built;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dataset-'));
  cpSync(workflows, root, {
    recursive: true,
    filter: (file) => !file.endsWith('.jsonl') || VOICES.some((voice) => file.endsWith(`${voice}.jsonl`)),
  });
  built = build(root);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

describe('the data set', () => {
  it('is the same when it is built again', () => {
    expect(JSON.stringify(build(root).rows.train)).toBe(JSON.stringify(built.rows.train));
  }, 60_000);

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

  it('has failures to recover from in about an eighth of the executor’s rows, half of the rows after a first step', () => {
    const rows = built.rows.train.executor;
    const share = (test: (prompt: string) => boolean) => rows.filter(({ prompt }) => test(prompt)).length / rows.length;
    expect(share((prompt) => prompt.includes('Previous tool call failed:'))).toBeGreaterThan(0.1);
    expect(share((prompt) => /\n\w+: \$s\d|failed:/.test(prompt))).toBeGreaterThan(0.5);
  });

  it('asks every row of the executor for a choice', () => {
    for (const { pieces } of built.rows.train.executor) expect(pieces.some(({ trained }) => trained)).toBe(true);
  });

  it('has good and bad rows of calls and steps for the validator, and every variation of a run', () => {
    const labels = new Set(
      built.rows.train.validator.flatMap((row) => Object.entries(row.labels).map((pair) => pair.join('='))),
    );
    expect([...labels].sort()).toEqual([
      'call=right',
      'call=wrong',
      'run.incident-triage=full',
      'run.incident-triage=no-ticket',
      'run.order-processing=full',
      'run.order-processing=quote',
      'run.order-processing=quote-without-stock',
      'step=expected',
      'step=unexpected',
    ]);
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

  it('teaches the planner repairs and stops, in a bounded number of rows', () => {
    const labels = built.rows.train.planner.flatMap(({ labels }) => labels.replan ?? []);
    expect(new Set(labels)).toEqual(new Set(['refresh', 'skip', 'alternative', 'stop']));
    expect(labels.length).toBeLessThanOrEqual(2500);
    expect(labels.filter((label) => label === 'stop').length / labels.length).toBeGreaterThan(1 / 3);
  });

  it('is told with its real counts', () => {
    expect(dataCard(built)).toContain(`${built.written.length} requests in English`);
  });
});

describe('all hand-written requests', () => {
  const packs = loadPacks(workflows);
  const rows = readRequests(workflows, packs);

  it('offer every marked value as a candidate', () => {
    const missing = rows.flatMap((row) => {
      if (row.kind !== 'covered') return [];
      const tools = Object.values(packs.find(({ name }) => name === row.workflow)?.tools ?? {});
      return Object.entries(surfacesOf(row.template)).flatMap(([name, surface]) => {
        const argument = tools.map((tool) => tool.arguments[name]).find((each) => each?.from === 'request');
        const offered = argument === undefined ? [] : requestCandidates(row.request, name, argument);
        const value = argument === undefined ? surface : slotSource(surface, argument);
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
