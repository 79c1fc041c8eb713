/**
 * People in a run, with real processes: two branches that wait for approval at once and whose answers come in any order while the
 * orchestrator is killed in between; a failed step that a person is asked about; a caller who is asked what a request means. In
 * the back office's own records each effect is there exactly once, with the arguments that a person saw.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant, type Tenant } from '@pitcrew/cli/tenant';
import { type BodyOf, digestOf, type EventKind, type RunId, type StepId, type StoredEvent } from '@pitcrew/contracts';
import { checkHistory } from '@pitcrew/run/check-history';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ACK_WAIT_MS = 2000;
const RUN_MS_MAX = 30_000;
const soon = { deadlineMs: 5000 };

let crew: Crew;
let workflows: string;

beforeAll(async () => {
  workflows = mkdtempSync(join(tmpdir(), 'pitcrew-packs-'));
  cpSync(resolve(import.meta.dirname, '../../../workflows'), workflows, { recursive: true });
  // Two branches, side by side, that a person has to approve; and orders whose failed steps a person is asked about.
  edit('employee-onboarding', (text) =>
    text.replace(/^( {2}(grant_access|order_laptop):)$/gm, '$1\n    high_stakes: true'),
  );
  edit('order-processing', (text) => `${text}\non_logic_error: review\n`);
  const environmentByMember = { orchestrator: { PITCREW_ACK_WAIT_MS: String(ACK_WAIT_MS) } };
  crew = await startCrew({ workflows, environmentByMember });
});
afterAll(async () => {
  await crew?.stop();
  rmSync(workflows, { recursive: true, force: true });
});

function edit(name: string, change: (text: string) => string): void {
  const file = join(workflows, name, 'workflow.yaml');
  const text = readFileSync(file, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(file, change(text));
}

/** What a run's log holds so far, as a watcher sees it. */
function watched(tenant: Tenant, run: RunId) {
  const events: StoredEvent[] = [];
  const ended = (async () => {
    try {
      for await (const stored of tenant.follow(run, AbortSignal.timeout(RUN_MS_MAX))) events.push(stored);
    } catch {
      throw new Error(`the run did not end:\n${events.map(({ event }) => JSON.stringify(event.body)).join('\n')}`);
    }
  })();
  // A test that fails before it waits for the end has its own reason to tell.
  ended.catch(() => undefined);
  const all = <K extends EventKind>(kind: K) =>
    events.flatMap(({ event: { body } }) => (body.kind === kind ? [body as BodyOf<K>] : []));
  const count = (kind: EventKind, times: number) =>
    expect.poll(() => all(kind).length, { timeout: RUN_MS_MAX }).toBeGreaterThanOrEqual(times);
  return { events, ended, all, count };
}

async function effectsOf({
  tenant,
}: Tenant): Promise<readonly { readonly tool: string; readonly arguments: unknown }[]> {
  const answer = await fetch(`${crew.controlUrl}/control/worlds/${tenant}/effects`);
  return (await answer.json()) as { readonly tool: string; readonly arguments: unknown }[];
}

/** Nobody is there to hear the answer; it is in the log, and so it is heard. */
async function whileDead(action: () => Promise<unknown>): Promise<void> {
  await crew.kill('orchestrator', 'SIGKILL');
  await action();
  await crew.restart('orchestrator');
}

describe('two branches wait for approval at once', () => {
  const approve = (tenant: Tenant, run: RunId, asked: BodyOf<'approval-requested'>, change: object = {}) => {
    const { step, item, planVersion, tool, argumentDigest } = asked;
    const decision = { step, item, planVersion, tool, argumentDigest, approved: true, decidedBy: 'kim', reason: '' };
    return tenant.gateway.decideApproval({ tenant: tenant.tenant, run, ...decision, ...change }, soon);
  };

  it.each([
    ['in the order of the plan', ['grant_access', 'order_laptop']],
    ['in the other order', ['order_laptop', 'grant_access']],
  ])('and are answered %s, with a dead orchestrator in between', async (_, order) => {
    using tenant = await openTenant(crew);
    const run = await tenant.submit('Onboard the new hire E-2207, please');
    const { events, ended, all, count } = watched(tenant, run);
    await count('run-parked', 1);
    const asked = all('approval-requested');
    expect(asked.map(({ tool }) => tool).sort()).toEqual(['grant_access', 'order_laptop']);
    // The third branch needs nobody and has gone on.
    expect((await effectsOf(tenant)).map(({ tool }) => tool)).toEqual(['create_account', 'book_orientation']);
    const [first, second] = order.map((tool) => asked.find((one) => one.tool === tool)) as [
      BodyOf<'approval-requested'>,
      BodyOf<'approval-requested'>,
    ];
    expect(first.summary).toContain('Done: create_account');
    expect(first.summary).toContain(`Next: ${first.tool}(`);

    // One record, in the queue as in the stream.
    const { approvals } = await tenant.gateway.listApprovals(
      { tenant: tenant.tenant, workflow: 'employee-onboarding', includeDecided: false, pageSize: 0, pageToken: '' },
      soon,
    );
    expect(approvals.map((one) => ({ kind: 'approval-requested', ...one.asked }))).toEqual(asked);

    for (const [change, reason] of [
      [{ argumentDigest: second.argumentDigest }, 'ARGUMENTS_CHANGED'],
      [{ argumentDigest: digestOf({ model: 'developer' }) }, 'ARGUMENTS_CHANGED'],
      [{ planVersion: 2 }, 'PLAN_VERSION_CHANGED'],
      [{ tool: second.tool }, 'TOOL_CHANGED'],
      [{ step: 's1' as StepId }, 'NO_PENDING_APPROVAL'],
    ] as const)
      await expect(approve(tenant, run, first, change)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', reason });
    expect(all('approval-decided')).toEqual([]);

    await whileDead(() => approve(tenant, run, first));
    await count('run-parked', 2);
    expect((await effectsOf(tenant)).map(({ tool }) => tool)).toEqual([
      ...['create_account', 'book_orientation'],
      first.tool,
    ]);
    await approve(tenant, run, second);
    await whileDead(async () => undefined);
    await ended;

    expect(all('run-finished')[0]).toMatchObject({ status: 'succeeded' });
    expect(checkHistory(events, { ended: true })).toEqual([]);
    const effects = await effectsOf(tenant);
    const planned = ['create_account', 'book_orientation', first.tool, second.tool, 'send_welcome'];
    expect(effects.map(({ tool }) => tool)).toEqual(planned);
    for (const approved of [first, second])
      expect(effects.find(({ tool }) => tool === approved.tool)?.arguments).toEqual(approved.arguments);
    await expect(approve(tenant, run, second, { approved: false })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
  });
});

describe('a person is asked about a step that the crew cannot do', () => {
  const REQUEST = 'Process order #4521 for customer acme-corp';
  /** No repair of the plan helps; it is true of the first call only. */
  const short = { tool: 'check_inventory', class: 'logic', message: 'W-100: 30 available, 50 wanted', times: 1 };

  async function reviewed(tenant: Tenant) {
    const run = await tenant.submit(REQUEST);
    const seen = watched(tenant, run);
    await seen.count('run-parked', 1);
    const [asked] = seen.all('review-requested');
    if (asked === undefined) throw new Error('nobody was asked');
    const resolve = (
      resolution: Parameters<typeof tenant.gateway.resolveReview>[0]['resolution'],
      change: object = {},
    ) => {
      const place = { tenant: tenant.tenant, run, step: asked.step, item: asked.item, attempt: asked.attempt };
      return tenant.gateway.resolveReview({ ...place, decidedBy: 'kim', resolution, ...change }, soon);
    };
    return { ...seen, run, asked, resolve };
  }

  it('and has it done again with other arguments, while the orchestrator is dead', async () => {
    using tenant = await openTenant(crew, { faults: [short] });
    const { run, asked, resolve, events, ended, all } = await reviewed(tenant);
    expect(asked).toMatchObject({
      tool: 'check_inventory',
      stopReason: 'logic_error',
      offers: expect.arrayContaining(['retry']),
    });
    expect(asked.call?.message).toBe(short.message);
    // The other branch, which only reads, has gone on; the confirmation has not begun.
    expect(all('step-succeeded').map(({ step }) => step)).toContain('s3');
    expect(await effectsOf(tenant)).toEqual([]);

    const { reviews } = await tenant.gateway.listReviews(
      { tenant: tenant.tenant, includeDecided: false, pageSize: 0, pageToken: '' },
      soon,
    );
    expect(reviews).toEqual([
      {
        run,
        workflow: 'order-processing',
        request: REQUEST,
        reviewState: 'pending',
        asked: { ...asked, kind: undefined },
      },
    ]);

    const wanted = asked.call?.arguments.quantities as readonly number[] | undefined;
    const fewer = (wanted ?? []).map((quantity) => Math.min(quantity, 30));
    const retry = {
      kind: 'retry',
      arguments: { ...asked.call?.arguments, quantities: fewer },
      didNothing: false,
    } as const;
    for (const [resolution, change, code] of [
      [{ ...retry, arguments: { ...retry.arguments, quantities: ['thirty'] } }, {}, 'INVALID_ARGUMENT'],
      [{ ...retry, arguments: { ...retry.arguments, colour: 'red' } }, {}, 'INVALID_ARGUMENT'],
      [retry, { step: 's3' }, 'FAILED_PRECONDITION'],
      [retry, { attempt: asked.attempt + 1 }, 'FAILED_PRECONDITION'],
      [retry, { run: '00000000-0000-4000-8000-000000000001' }, 'NOT_FOUND'],
    ] as const)
      await expect(resolve(resolution, change)).rejects.toMatchObject({ code });
    expect(all('review-resolved')).toEqual([]);

    await whileDead(() => resolve(retry));
    await ended;
    expect(all('run-finished')[0]).toMatchObject({ status: 'succeeded' });
    expect(checkHistory(events, { ended: true })).toEqual([]);
    expect((await effectsOf(tenant)).map(({ tool }) => tool)).toEqual(['confirm_order']);
    expect(all('call-proposed').filter(({ step }) => step === asked.step)).toMatchObject([
      { attempt: asked.attempt, arguments: asked.call?.arguments },
      { attempt: asked.attempt + 1, arguments: retry.arguments },
    ]);
    await expect(resolve({ kind: 'skip' })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'ALREADY_RESOLVED',
    });
  });

  it.each([
    ['leaves it out', { kind: 'skip' }, { status: 'succeeded' }, ['confirm_order']],
    ['knows the result', { kind: 'take-over', result: {} }, { status: 'succeeded' }, ['confirm_order']],
    [
      'ends the run',
      { kind: 'abort', reason: 'out of stock' },
      { status: 'partial', stopReason: 'review_aborted' },
      [],
    ],
  ] as const)('and %s', async (_, resolution, end, effects) => {
    using tenant = await openTenant(crew, { faults: [short] });
    const { resolve, events, ended, all } = await reviewed(tenant);
    await resolve(resolution);
    await resolve(resolution);
    await ended;
    expect(all('review-resolved')).toHaveLength(1);
    expect(all('run-finished')[0]).toMatchObject(end);
    expect(checkHistory(events, { ended: true })).toEqual([]);
    expect((await effectsOf(tenant)).map(({ tool }) => tool)).toEqual(effects);
  });
});

it('a caller is asked once what an unclear request means', async () => {
  using tenant = await openTenant(crew);
  const submission = { tenant: tenant.tenant, requestId: 'unclear', request: 'Please process the order for acme-corp' };
  const { run } = await tenant.gateway.submitRun({ ...submission, clarify: true }, soon);
  const { events, ended, all, count } = watched(tenant, run);
  await count('run-parked', 1);
  const { phase, pendingClarification } = await tenant.gateway.getRun({ tenant: tenant.tenant, run }, soon);
  expect(phase).toBe('waiting');
  expect(pendingClarification?.question).toMatch(/order number/);
  await whileDead(() => tenant.gateway.giveClarification({ tenant: tenant.tenant, run, answer: 'order #4521' }, soon));
  await ended;
  expect(all('run-routed')).toHaveLength(2);
  expect(all('run-finished')[0]).toMatchObject({ status: 'succeeded' });
  expect(checkHistory(events, { ended: true })).toEqual([]);
  expect((await effectsOf(tenant)).map(({ tool }) => tool)).toEqual(['confirm_order']);
});
