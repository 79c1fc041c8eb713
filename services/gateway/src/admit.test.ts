/**
 * Who may do what at the door, for every method of the service's description: one that is added and not thought of here does
 * not compile. Over a real message bus, with tokens of a real issuer; the hostile tenants' runs lie in the same stream.
 */
import type { Bus } from '@pitcrew/bus';
import { gatewayService, newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import { connect, createAuthenticator, implement, oidcConfigOf, ROLES, type Role, serve } from '@pitcrew/rpc';
import { framed, openRaw } from '@pitcrew/testing/hostile';
import { startTokenIssuer, type TokenIssuer } from '@pitcrew/testing/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CALLS,
  forRuns,
  HOSTILE_NAMES,
  methods,
  ofTenants,
  outcome,
  page,
  place,
  type Rpc,
  soon,
} from './calls.fixture.ts';
import { gatewayHandlers } from './handlers.ts';
import { tenant as acme, approvalAsked, parked, toTheApprovalBodies } from './run.fixture.ts';
import {
  appendFacts,
  type GatewayClient as Gateway,
  type ServedGateway,
  serveGateway,
} from './served-gateway.fixture.ts';

let served: ServedGateway;
let bus: Bus;
let issuer: TokenIssuer;
/** A run of acme that waits for an approval. */
let acmeRun: RunId;
const clients: Gateway[] = [];

beforeAll(async () => {
  issuer = await startTokenIssuer();
  const config = oidcConfigOf(issuer.environment);
  if (config === undefined) throw new Error('there is no issuer');
  const now = () => new Date('2027-01-01T12:00:00.000Z');
  served = await serveGateway({ now, authenticate: createAuthenticator(config, undefined, () => {}) });
  bus = served.bus;
  const ada = await caller(acme, ROLES);
  acmeRun = (await ada.submitRun({ tenant: '', requestId: 'r-1', request: 'Process order #4521' }, soon)).run;
  await appendFacts(bus, { tenant: acme, run: acmeRun }, [...toTheApprovalBodies.slice(1), parked]);
}, 30_000);

afterAll(async () => {
  for (const client of clients) client.close();
  await served?.[Symbol.asyncDispose]();
  await issuer?.close();
});

/** As they stand on the wire. */
const [UNAUTHENTICATED, INVALID_ARGUMENT] = [16, 3];

async function caller(of: string, roles: readonly Role[], subject = 'ada'): Promise<Gateway> {
  const token = await issuer.sign({ subject, tenant: of, roles });
  return clientWith(() => token);
}
function clientWith(token?: () => string): Gateway {
  const client = connect(gatewayService, served.address, { token });
  clients.push(client);
  return client;
}

/** Who may, written down apart from the code that decides it. */
const MAY: Readonly<Record<Rpc, readonly Role[]>> = {
  submitRun: ['submitter', 'operator'],
  getRun: ['submitter', 'approver', 'operator'],
  watchRun: ['submitter', 'approver', 'operator'],
  listRuns: ['submitter', 'operator'],
  cancelRun: ['submitter', 'operator'],
  giveClarification: ['submitter', 'operator'],
  listApprovals: ['approver', 'operator'],
  decideApproval: ['approver', 'operator'],
  listReviews: ['approver', 'operator'],
  resolveReview: ['approver', 'operator'],
};
describe('the door', () => {
  it.each(methods)('%s needs a token', async (rpc) => {
    expect(await outcome(CALLS[rpc](clientWith(), acme, acmeRun))).toBe('UNAUTHENTICATED NO_TOKEN');
  });

  it.each(methods)('%s reads no message before it has seen a token', async (rpc) => {
    using raw = openRaw(served.address);
    const path = `/${gatewayService.name}/${rpc.charAt(0).toUpperCase()}${rpc.slice(1)}`;
    const garbage = framed(Buffer.from([0xff, 0xff, 0xff]));
    expect(await raw.send(path, garbage)).toMatchObject({ grpcStatus: UNAUTHENTICATED });
    const authorization = `Bearer ${await issuer.sign({ tenant: acme, roles: ROLES })}`;
    expect(await raw.send(path, garbage, { authorization })).toMatchObject({ grpcStatus: INVALID_ARGUMENT });
  });

  it.each(methods)('%s needs a token of this issuer that holds now, for this audience', async (rpc) => {
    const bad = [{ audience: 'x' }, { validForS: -3_600 }, { issuer: 'https://elsewhere.example' }];
    const tokens = await Promise.all(bad.map((claims) => issuer.sign({ tenant: acme, roles: ROLES, ...claims })));
    const outcomes = tokens.map((token) =>
      outcome(
        CALLS[rpc](
          clientWith(() => token),
          '',
          acmeRun,
        ),
      ),
    );
    const reasons = ['WRONG_AUDIENCE', 'TOKEN_EXPIRED', 'WRONG_ISSUER'];
    expect(await Promise.all(outcomes)).toEqual(reasons.map((reason) => `UNAUTHENTICATED ${reason}`));
  });

  // A run that nobody has, so that what is allowed changes nothing.
  it.each(methods.flatMap((rpc) => ROLES.map((role) => [rpc, role] as const)))('%s as %s', async (rpc, role) => {
    const allowed = forRuns.includes(rpc) ? 'NOT_FOUND RUN_NOT_FOUND' : 'OK';
    const expected = MAY[rpc].includes(role) ? allowed : 'PERMISSION_DENIED MISSING_ROLE';
    expect(await outcome(CALLS[rpc](await caller('umbrella', [role]), '', newRunId()))).toBe(expected);
  });
});

describe("another tenant's run", () => {
  it.each(forRuns)('is not found by %s, whatever tenant the request names, and nothing happens to it', async (rpc) => {
    const before = await bus.log.read(acme, acmeRun);
    const umbrella = await caller('umbrella', ROLES);
    for (const named of ['', acme, 'umbrella'])
      expect(await outcome(CALLS[rpc](umbrella, named, acmeRun))).toBe('NOT_FOUND RUN_NOT_FOUND');
    expect(await bus.log.read(acme, acmeRun)).toEqual(before);
  });

  it.each(ofTenants)('%s is refused for a tenant that the token does not name', async (rpc) => {
    expect(await outcome(CALLS[rpc](await caller('umbrella', ROLES), acme, acmeRun))).toBe(
      'PERMISSION_DENIED FOREIGN_TENANT',
    );
  });

  it.each(HOSTILE_NAMES)('is in no list of the tenant %j, which has its own', async (name) => {
    const client = await caller(name, ROLES);
    const submission = { tenant: '', requestId: 'r-1', request: `Process order #4521 of ${name.slice(0, 5)}` };
    const { run } = await client.submitRun(submission, soon);
    expect(run).not.toBe(acmeRun);
    const { runs } = await client.listRuns({ tenant: '', ...page }, soon);
    expect(runs.map((summary) => summary.run)).toEqual([run]);
    expect(await CALLS.listApprovals(client, '', run)).toMatchObject({ approvals: [] });
    expect(await outcome(CALLS.getRun(client, '', acmeRun))).toBe('NOT_FOUND RUN_NOT_FOUND');
    expect(await outcome(CALLS.watchRun(client, name, acmeRun))).toBe('NOT_FOUND RUN_NOT_FOUND');
  });

  it('is found by its own tenant alone', async () => {
    const ada = await caller(acme, ROLES);
    const { runs } = await ada.listRuns({ tenant: acme, ...page }, soon);
    expect(runs.map(({ run }) => run)).toEqual([acmeRun]);
  });
});

describe('a decision', () => {
  it('is that of the subject of the token, whatever name the request gives', async () => {
    const grace = await caller(acme, ['approver'], 'grace');
    await CALLS.decideApproval(grace, '', acmeRun);
    const { approvals } = await grace.listApprovals({ tenant: '', includeDecided: true, ...page }, soon);
    expect(approvals).toMatchObject([{ approvalState: 'approved', decidedBy: 'grace' }]);
  });
});

describe('a watch', () => {
  it('ends when its token does', async () => {
    // The leeway is a minute: this token is taken for five more seconds.
    const token = await issuer.sign({ tenant: acme, roles: ['submitter'], validForS: -55 });
    const seen: string[] = [];
    const watched = (async () => {
      const watching = clientWith(() => token).watchRun({ tenant: '', run: acmeRun, resumeAfter: 0 });
      for await (const { stored } of watching) seen.push(stored.event.body.kind);
    })();
    expect(await outcome(watched)).toBe('UNAUTHENTICATED TOKEN_EXPIRED');
    expect(seen).toContain('run-parked');
  }, 30_000);
});

describe('without an issuer', () => {
  it('the request says for whom it is, and who decides', async () => {
    const handlers = gatewayHandlers({ ...bus, now: () => new Date(), waitingRunsMax: 10, report: () => {} });
    await using open = {
      server: await serve({ address: '127.0.0.1:0', services: [implement(gatewayService, handlers)] }),
      [Symbol.asyncDispose]: () => open.server.drain(),
    };
    const client = connect(gatewayService, `127.0.0.1:${open.server.port}`);
    clients.push(client);
    expect(await outcome(CALLS.getRun(client, TenantId.parse('acme'), acmeRun))).toBe('OK');
    for (const rpc of methods)
      expect(await outcome(CALLS[rpc](client, '', acmeRun)), rpc).toBe('INVALID_ARGUMENT INVALID_REQUEST');
    const { planVersion, tool, argumentDigest } = approvalAsked;
    const bound = { planVersion, tool, argumentDigest, approved: true, reason: '' };
    const nobody = client.decideApproval({ tenant: acme, run: acmeRun, ...place, ...bound, decidedBy: '' }, soon);
    expect(await outcome(nobody)).toBe('INVALID_ARGUMENT INVALID_REQUEST');
  });
});
