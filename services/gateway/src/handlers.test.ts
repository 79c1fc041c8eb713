import { randomUUID } from 'node:crypto';
import type { Bus } from '@pitcrew/bus';
import { type EventBody, newRunId, type RunId, type StoredEvent, TenantId } from '@pitcrew/contracts';
import type { NatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalAsked, parked, refusedAndFinished, tenant, toTheApprovalBodies } from './run.fixture.ts';
import { appendFacts, type GatewayClient, type ServedGateway, serveGateway } from './served-gateway.fixture.ts';

let served: ServedGateway;
let nats: NatsServer;
let bus: Bus;
let gateway: GatewayClient;
const problems: unknown[] = [];

beforeAll(async () => {
  const now = () => new Date('2027-01-01T12:00:00.000Z');
  served = await serveGateway({ now, report: (problem) => problems.push(problem) });
  ({ nats, bus, client: gateway } = served);
}, 30_000);

afterAll(() => served?.[Symbol.asyncDispose]());

const soon = { deadlineMs: 5000 };
const submit = async (request: string, requestId: string = randomUUID(), of = tenant) =>
  (await gateway.submitRun({ tenant: of, requestId, request }, soon)).run;

/** Plays the run's owner: appends what follows `run-requested`. */
const append = (run: RunId, bodies: readonly EventBody[]) => appendFacts(bus, { tenant, run }, bodies);

async function collect<T>(
  watched: AsyncIterable<{ readonly stored: StoredEvent }>,
  pick: (stored: StoredEvent) => T,
): Promise<readonly T[]> {
  const picked: T[] = [];
  for await (const { stored } of watched) picked.push(pick(stored));
  return picked;
}

const kindOf = ({ event }: StoredEvent) => event.body.kind;
const sequenceOf = ({ sequence }: StoredEvent) => sequence;

const kinds = async (run: RunId) =>
  (await bus.log.read(tenant, run)).map((entry) => (entry.kind === 'event' ? entry.event.body.kind : entry.kind));

describe('SubmitRun', () => {
  it('records the mode that a request asks for', async () => {
    const submission = { tenant, request: 'Process order #4521' };
    const asked = { ...submission, requestId: randomUUID(), mode: 'scratchpad' } as const;
    const { run } = await gateway.submitRun(asked, soon);
    const [first] = await bus.log.read(tenant, run);
    expect(first).toMatchObject({ event: { body: { kind: 'run-requested', mode: 'scratchpad' } } });
  });

  it('records the request as the first event and lists it', async () => {
    const run = await submit('Process order #4521');
    expect(await kinds(run)).toEqual(['run-requested']);
    const { runs, asOf } = await gateway.listRuns({ tenant, pageSize: 1, pageToken: '' }, soon);
    expect(runs).toMatchObject([{ run, request: 'Process order #4521', phase: 'queued' }]);
    expect(asOf).toBe('2027-01-01T12:00:00.000Z');
    expect(problems).toEqual([]);
  });

  it('answers the same request id with the same run, also when many ask at once', async () => {
    const requestId = randomUUID();
    const runs = await Promise.all(Array.from({ length: 8 }, () => submit('Process order #4521', requestId)));
    expect(new Set(runs).size).toBe(1);
    expect(await kinds(runs[0] as RunId)).toEqual(['run-requested']);
    expect(await submit('Process order #4521', requestId, TenantId.parse('other'))).not.toBe(runs[0]);
  });

  it('answers for an archived run as before, and does not begin it anew', async () => {
    const requestId = randomUUID();
    const run = await submit('Process order #4521', requestId);
    await append(run, [...toTheApprovalBodies.slice(1), ...refusedAndFinished]);
    const before = await gateway.getRun({ tenant, run }, soon);
    expect((await bus.archiveFinished(new Date('2027-02-01T00:00:00.000Z'))).archived).toBeGreaterThanOrEqual(1);
    expect(await gateway.getRun({ tenant, run }, soon)).toEqual(before);
    const onTheLog = await bus.log.count();
    expect(await submit('Process order #4521', requestId)).toBe(run);
    expect(await bus.log.count()).toBe(onTheLog);
    expect(await collect(gateway.watchRun({ tenant, run, resumeAfter: 0 }), kindOf)).toContain('run-finished');
    const cancel = gateway.cancelRun({ tenant, run, reason: 'late' }, soon);
    await expect(cancel).resolves.toBeDefined();
  });

  it.each([
    ['empty', ''],
    ['white space', ' \n\t'],
    ['too long', 'x'.repeat(32 * 1024 + 1)],
  ])('refuses a request that is %s, and names the field', async (_, request) => {
    await expect(submit(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', field: 'request' });
  });
});

describe('a run that is not there', () => {
  const run = newRunId();

  it.each<[string, () => Promise<unknown>]>([
    ['GetRun', () => gateway.getRun({ tenant, run }, soon)],
    ['WatchRun', async () => collect(gateway.watchRun({ tenant, run, resumeAfter: 0 }), kindOf)],
    ['CancelRun', () => gateway.cancelRun({ tenant, run, reason: '' }, soon)],
    ['DecideApproval', () => gateway.decideApproval(decision(run), soon)],
  ])('%s does not find it', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it("is what another tenant's run is", async () => {
    const mine = await submit('mine');
    const other = TenantId.parse('other');
    await expect(gateway.getRun({ tenant: other, run: mine }, soon)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('WatchRun', () => {
  it('streams what is there and what comes, and ends after run-finished', async () => {
    const run = await submit('watched');
    const watched = collect(gateway.watchRun({ tenant, run, resumeAfter: 0 }), kindOf);
    await append(run, [...toTheApprovalBodies.slice(1), ...refusedAndFinished]);
    expect(await watched).toEqual(await kinds(run));
  });

  it('resumes after a sequence, also after the last one', async () => {
    const run = await submit('resumed');
    await append(run, [...toTheApprovalBodies.slice(1), ...refusedAndFinished]);
    const all = await collect(gateway.watchRun({ tenant, run, resumeAfter: 0 }), sequenceOf);
    const from = (resumeAfter: number) => collect(gateway.watchRun({ tenant, run, resumeAfter }), sequenceOf);
    expect(await from(all[3] as number)).toEqual(all.slice(4));
    expect(await from(all.at(-1) as number)).toEqual([]);
  });

  it('ends for a reader that leaves', async () => {
    const run = await submit('left');
    const leave = new AbortController();
    const seen: string[] = [];
    const watch = (async () => {
      for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal: leave.signal })) {
        seen.push(stored.event.body.kind);
        leave.abort();
      }
    })();
    await expect(watch).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen).toEqual(['run-requested']);
  });
});

describe('CancelRun', () => {
  it('asks once, however often it is called', async () => {
    const run = await submit('cancelled');
    await gateway.cancelRun({ tenant, run, reason: 'changed my mind' }, soon);
    await gateway.cancelRun({ tenant, run, reason: 'again' }, soon);
    expect(await kinds(run)).toEqual(['run-requested', 'cancel-requested']);
  });

  it('leaves a finished run as it is', async () => {
    const run = await submit('finished');
    await append(run, [...toTheApprovalBodies.slice(1), ...refusedAndFinished]);
    await gateway.cancelRun({ tenant, run, reason: 'too late' }, soon);
    expect((await kinds(run)).at(-1)).toBe('run-finished');
  });
});

const decision = (run: RunId) => {
  const { step, item, planVersion, tool, argumentDigest } = approvalAsked;
  return { tenant, run, step, item, planVersion, tool, argumentDigest, approved: true, decidedBy: 'ada', reason: '' };
};

describe('DecideApproval', () => {
  it('records a decision that binds what GetRun showed, once', async () => {
    const run = await submit('approved');
    await append(run, [...toTheApprovalBodies.slice(1), parked]);
    const { phase, pendingApprovals } = await gateway.getRun({ tenant, run }, soon);
    expect(phase).toBe('waiting');
    expect(pendingApprovals).toHaveLength(1);
    await gateway.decideApproval(decision(run), soon);
    await gateway.decideApproval(decision(run), soon);
    expect((await kinds(run)).slice(-2)).toEqual(['run-parked', 'approval-decided']);
    expect((await gateway.getRun({ tenant, run }, soon)).pendingApprovals).toEqual([]);
  });

  it('records nothing of a decision for another plan, and says why', async () => {
    const run = await submit('refused');
    await append(run, toTheApprovalBodies.slice(1));
    await expect(gateway.decideApproval({ ...decision(run), planVersion: 2 }, soon)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'PLAN_VERSION_CHANGED',
    });
    expect((await kinds(run)).at(-1)).toBe('approval-requested');
  });

  it('keeps a decision that an owner overtakes', async () => {
    const run = await submit('raced');
    await append(run, toTheApprovalBodies.slice(1));
    await Promise.all([
      gateway.decideApproval(decision(run), soon),
      append(run, []),
      gateway.cancelRun({ tenant, run, reason: '' }, soon),
    ]);
    expect(
      (await kinds(run)).filter((kind) => kind === 'approval-decided' || kind === 'cancel-requested'),
    ).toHaveLength(2);
  });
});

describe('ListRuns', () => {
  it('pages through the runs of one tenant and no other', async () => {
    const paged = TenantId.parse(`paged ${randomUUID()}`);
    const submitted = [
      await submit('one', 'a', paged),
      await submit('two', 'b', paged),
      await submit('three', 'c', paged),
    ];
    const first = await gateway.listRuns({ tenant: paged, pageSize: 2, pageToken: '' }, soon);
    const second = await gateway.listRuns({ tenant: paged, pageSize: 2, pageToken: first.nextPageToken }, soon);
    expect([...first.runs, ...second.runs].map(({ run }) => run)).toEqual(submitted.toReversed());
    expect(second.nextPageToken).toBe('');
  });

  it('shows what the log says, not what the index knew last', async () => {
    const run = await submit('listed');
    await append(run, [...toTheApprovalBodies.slice(1), parked]);
    const shown = async () => {
      const { runs } = await gateway.listRuns({ tenant, pageSize: 200, pageToken: '' }, soon);
      return runs.find((summary) => summary.run === run);
    };
    expect(await shown()).toMatchObject({ phase: 'waiting', workflow: 'order-processing' });
    await append(run, refusedAndFinished);
    expect(await shown()).toMatchObject({ phase: 'finished', outcome: { status: 'partial' } });
    expect(await bus.summaries.get(tenant, run)).toMatchObject({ phase: 'finished' });
  });

  describe('with a filter', () => {
    const filtered = TenantId.parse(`filtered ${randomUUID()}`);
    beforeAll(async () => {
      for (let n = 0; n < 9; n += 1) {
        const submittedAt = `2026-11-0${n + 1}T12:00:00.000Z`;
        const outcome = { status: n === 0 ? 'failed' : 'succeeded', stopReason: 'completed' } as const;
        const summary = {
          ...{ run: newRunId(), request: `${n}`, submittedAt, updatedAt: submittedAt },
          phase: 'finished',
          workflow: n % 3 === 0 ? 'order-processing' : 'order-refund',
          outcome: { ...outcome, account: '', confidence: 1 },
        } as const;
        await bus.summaries.put(filtered, summary, n + 1);
      }
    });

    it.each([
      ['nothing', {}, '876543210'],
      ['a workflow', { workflow: 'order-processing' }, '630'],
      ['a status', { status: 'failed' }, '0'],
      ['a phase that none is in', { phase: 'running' }, ''],
      ['a time from', { submittedFrom: '2026-11-08T00:00:00.000Z' }, '87'],
      ['a time before', { submittedBefore: '2026-11-03T12:00:00.000Z' }, '10'],
      [
        'all of them',
        { workflow: 'order-processing', status: 'succeeded', submittedFrom: '2026-11-05T00:00:00Z' },
        '6',
      ],
    ] as const)('by %s, whatever the size of a page', async (_, filter, expected) => {
      for (const pageSize of [1, 2, 50]) {
        let found = '';
        let pageToken = '';
        do {
          const page = await gateway.listRuns({ tenant: filtered, pageSize, pageToken, ...filter }, soon);
          found += page.runs.map(({ request }) => request).join('');
          pageToken = page.nextPageToken;
        } while (pageToken !== '');
        expect(found).toBe(expected);
      }
    });
  });

  it('refuses a page token that no list gave out', async () => {
    await expect(gateway.listRuns({ tenant, pageSize: 0, pageToken: 'x' }, soon)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      field: 'pageToken',
    });
  });
});

describe('while the bus is down', () => {
  it('says UNAVAILABLE with when to come back, and has kept what it acknowledged', async () => {
    const requestId = randomUUID();
    const run = await submit('before', requestId);
    await nats.kill();
    await expect(submit('during')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: expect.any(Number) });
    await expect(gateway.getRun({ tenant, run }, soon)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await nats.restart();
    await expect.poll(() => submit('before', requestId).catch(() => undefined), { timeout: 10_000 }).toBe(run);
    expect(await kinds(run)).toEqual(['run-requested']);
  }, 30_000);
});
