/** Row 13: requests and results beyond every measure. They are refused by name, their bytes stay out of the log, and memory stays bounded. */
import { readFileSync } from 'node:fs';
import { gatewayService, type JsonObject, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { isRpcError, type RpcError } from '@pitcrew/rpc';
import { encoderOf, framed, nameOf, openRaw, pathOf } from '@pitcrew/testing/hostile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf, outcomeOf } from '../oracle.ts';
import { type Scene, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { workOn } from '../work.ts';

const GROWTH_BYTES_MAX = 256 * 1024 * 1024;
/** What the product says of a result, and of an event of the log. */
const RESULT_BYTES_MAX = 64 * 1024;
const EVENT_BYTES_MAX = 768 * 1024;
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

  it('beyond a message, from a client that has no limit of its own', async () => {
    using raw = openRaw(scene.crew.gateway);
    const encode = encoderOf(gatewayService, 'submitRun');
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = encode({ tenant: 'beyond', requestId: `message ${round}`, request: 'x'.repeat(6 << 20) });
      const answer = await raw.send(pathOf(gatewayService, 'submitRun'), framed(bytes));
      expect(nameOf(answer)).toBe('RESOURCE_EXHAUSTED');
      runs += 1;
      struck.add('beyond a message');
    }
  });
});

describe('results', () => {
  it('almost as long as may be: it is worked with, and every event fits', async () => {
    const done = await workOn(scene, { request: ORDER, world: orderOf(RESULT_BYTES_MAX - 1_024) });
    expect(outcomeOf(done.events), story(done)).toBe('succeeded, completed');
    expect(done.effects.map(({ tool }) => tool)).toEqual(['confirm_order']);
    const longest = Math.max(...done.events.map(lengthOf));
    expect(longest).toBeGreaterThan(RESULT_BYTES_MAX);
    expect(longest).toBeLessThan(EVENT_BYTES_MAX);
    runs += 1;
    struck.add('a long result');
  });

  it.each([
    ['a little longer', RESULT_BYTES_MAX],
    ['a megabyte and a half', 3 << 19],
  ])('%s: it is refused with its size, no byte of it is stored and nothing has an effect', async (what, bytes) => {
    const done = await workOn(scene, { request: ORDER, world: orderOf(bytes) });
    expect(outcomeOf(done.events), story(done)).toBe('partial, logic_error');
    expect(done.effects).toEqual([]);
    const outcomes = done.events.flatMap(({ event: { body } }) =>
      body.kind === 'call-performed' ? [body.outcome] : [],
    );
    const message = expect.stringMatching(/^the tool answered with \d+ bytes; at most 65536 fit a run's log$/);
    expect(outcomes).toEqual([{ kind: 'failed', errorClass: 'logic', executed: 'unknown', message }]);
    expect(Math.max(...done.events.map(lengthOf))).toBeLessThan(8 * 1024);
    runs += 1;
    struck.add(what);
  });
});

/** An order whose one line has so long a SKU, and enough of it in stock. */
function orderOf(bytes: number): JsonObject {
  const sku = 'W'.repeat(bytes);
  const order = { order_id: 4521, customer: 'acme-corp', zone: 'east', items: [{ sku, qty: 1 }] };
  return { rows: { orders: [order], stock: [{ sku, available: 5, weight_kg: 1 }] } };
}

const lengthOf = ({ event }: StoredEvent): number => Buffer.byteLength(JSON.stringify(event));

it('afterwards a plain request ends as ever, and nobody has grown out of bounds', async () => {
  const { work, twin } = cases[0] as Case;
  const done = await workOn(scene, work);
  expect(await findingsOf(scene, done, twin), story(done)).toEqual([]);
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
