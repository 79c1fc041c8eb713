/** Row 13: requests and results beyond every measure. They are refused by name, or their bytes stay out of the log; memory stays bounded. */
import { readFileSync } from 'node:fs';
import { TenantId } from '@pitcrew/contracts';
import { isRpcError, type RpcError } from '@pitcrew/rpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf, outcomeOf } from '../oracle.ts';
import { type Scene, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { workOn } from '../work.ts';

const GROWTH_BYTES_MAX = 256 * 1024 * 1024;
const WATCHED = ['gateway', 'orchestrator', 'executor', 'validator'];

let scene: Scene;
let cases: readonly Case[];
let runs = 0;
const struck = new Set<string>();
const before = new Map<string, number>();

beforeAll(async () => {
  scene = await startScene();
  cases = await drawCases(scene, 1);
  for (const name of WATCHED) before.set(name, residentBytes(scene.crew.pid(name)));
});
afterAll(async () => {
  keepFigures({ row: 13, what: 'beyond measure', runs, points: struck.size, recoveryMs: [] });
  await scene?.[Symbol.asyncDispose]();
});

const ORDER = 'Process order #4521 for customer acme-corp. ';

describe('requests', () => {
  it.each([
    ['a little too long', ORDER.repeat(800), 'INVALID_ARGUMENT', 'request'],
    ['three megabytes', 'x'.repeat(3 << 20), 'INVALID_ARGUMENT', 'request'],
    ['beyond a message', 'x'.repeat(6 << 20), 'RESOURCE_EXHAUSTED', undefined],
    ['nothing but brackets', '['.repeat(30_000), undefined, undefined],
    ['half a character', '\ud800', 'INVALID_ARGUMENT', 'request'],
  ])('%s', async (what, request, code, field) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const refusal = await refusalOf(request, `${what} ${round}`);
      expect(refusal?.code, String(refusal)).toBe(code);
      if (field !== undefined) expect(JSON.stringify(refusal?.violations)).toContain(field);
      runs += 1;
      struck.add(what);
    }
  });
});

describe('results', () => {
  it('as long a text as a tool may answer with here', async () => {
    const description = 'the pump hums '.repeat(280);
    const row = { number: '7001', case_id: 'CASE-7001', customer: 'Ana', subject: 'Pump', body: description };
    const rows = { support_cases: [{ ...row, status: 'open' }] };
    const done = await workOn(scene, { request: 'Answer case CASE-7001 in a friendly tone', world: { rows } });
    expect(outcomeOf(done.events), story(done)).not.toBe('not at all');
    const longest = Math.max(...done.events.map(({ event }) => JSON.stringify(event).length));
    expect(longest).toBeLessThan(768 * 1024);
    runs += 1;
    struck.add('a long result');
  });
});

it('afterwards a plain request ends as ever, and nobody has grown out of bounds', async () => {
  const { work, twin } = cases[0] as Case;
  const done = await workOn(scene, work);
  expect(findingsOf(done, twin), story(done)).toEqual([]);
  for (const [name, bytes] of before)
    expect(residentBytes(scene.crew.pid(name)) - bytes, name).toBeLessThan(GROWTH_BYTES_MAX);
  expect(scene.deaths()).toEqual([]);
});

async function refusalOf(request: string, requestId: string): Promise<RpcError | undefined> {
  try {
    await scene.gateway.submitRun({ tenant: TenantId.parse('beyond'), requestId, request }, { deadlineMs: 10_000 });
    return undefined;
  } catch (error) {
    if (!isRpcError(error)) throw error;
    return error;
  }
}

/** Pages of the process that are in memory, as Linux counts them. */
const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
