/**
 * Row 17: other tenants at the door of a crew in which everybody has to say who they are. While a run waits for a person, they ask for it
 * by every method, and for tenants that they are not; none of it is found, told or changed, and the run ends as if they had not been there.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openBus } from '@pitcrew/bus';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { gatewayService, newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import { type Client, connect } from '@pitcrew/rpc';
import { checkHistory } from '@pitcrew/run/check-history';
import { CALLS, forRuns, HOSTILE_NAMES, ofTenants, outcome, page, soon } from '@pitcrew/service-gateway/calls';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { keepFigures } from '../figures.ts';
import { outcomeOf } from '../oracle.ts';
import { scriptedCheckout } from '../scripted/checkout.ts';
import { followed } from '../work.ts';

type Gateway = Client<(typeof gatewayService)['methods']>;

const ACME = TenantId.parse('acme');
const NOT_FOUND = 'NOT_FOUND RUN_NOT_FOUND';

const checkout = scriptedCheckout();
const effects = join(checkout.root, 'effects');
const clients: Gateway[] = [];
let crew: Crew;
let acme: Gateway;
let run: RunId;
let points = 0;

beforeAll(async () => {
  const environment = { PITCREW_SCRIPTED_EFFECTS: effects };
  crew = await startCrew({ ...checkout.crew, identity: true, environment });
  acme = await callerOf(ACME);
  run = (await acme.submitRun({ tenant: '', requestId: 'r-1', request: 'Process a dear order #4521' }, soon)).run;
  const isAsked = async () => (await acme.getRun({ tenant: '', run }, soon)).phase === 'waiting';
  await vi.waitUntil(isAsked, { timeout: 30_000, interval: 100 });
});
afterAll(async () => {
  keepFigures({ row: 17, what: 'other tenants', runs: 1, points, recoveryMs: [] });
  for (const client of clients) client.close();
  await crew?.stop();
  rmSync(checkout.root, { recursive: true, force: true });
});

async function callerOf(tenant: string): Promise<Gateway> {
  const client = connect(gatewayService, crew.gateway, await crew.identity?.caller(tenant));
  clients.push(client);
  return client;
}

async function logOfRun() {
  await using bus = await openBus({ servers: crew.natsUrl, service: 'auditor' });
  return await bus.log.read(ACME, run);
}

it.each(forRuns)(
  '%s finds no run of another tenant, whatever tenant is named, nor one that nobody has',
  async (rpc) => {
    const before = await logOfRun();
    const umbrella = await callerOf('umbrella');
    for (const named of ['', ACME, 'umbrella']) {
      expect(await outcome(CALLS[rpc](umbrella, named, run))).toBe(NOT_FOUND);
      expect(await outcome(CALLS[rpc](umbrella, named, newRunId()))).toBe(NOT_FOUND);
      points += 2;
    }
    expect(await logOfRun()).toEqual(before);
  },
);

it.each(ofTenants)('%s is refused for a tenant that the caller is not', async (rpc) => {
  expect(await outcome(CALLS[rpc](await callerOf('umbrella'), ACME, run))).toBe('PERMISSION_DENIED FOREIGN_TENANT');
  points += 1;
});

it.each(HOSTILE_NAMES)('a tenant called %j sees what is its own: nothing', async (name) => {
  const hostile = await callerOf(name);
  expect(await outcome(CALLS.getRun(hostile, '', run))).toBe(NOT_FOUND);
  expect(await outcome(CALLS.watchRun(hostile, name, run))).toBe(NOT_FOUND);
  expect((await hostile.listRuns({ tenant: '', ...page }, soon)).runs).toEqual([]);
  expect(await CALLS.listApprovals(hostile, '', run)).toMatchObject({ approvals: [] });
  expect(await CALLS.listReviews(hostile, '', run)).toMatchObject({ reviews: [] });
  points += 5;
});

it('its own tenant finds it, and it ends as if nobody had asked', async () => {
  const events = await followed(acme, ACME, run);
  expect(outcomeOf(events)).toBe('succeeded, completed');
  expect(checkHistory(events, { ended: true })).toEqual([]);
  expect(readdirSync(effects)).toHaveLength(1);
});
