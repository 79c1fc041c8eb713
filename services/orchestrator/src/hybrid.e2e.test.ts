/**
 * Requests that the local crew can't plan, through the real gateway, models, budget and frontier service; the provider is a server
 * of this test. What leaves names nobody, what is spent is reserved before, and without budget the caller's choice holds.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import {
  type BodyOf,
  budgetService,
  type EventBody,
  gatewayService,
  type OnBudget,
  TenantId,
} from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { type ChatServer, hybridEnvironment, startChatServer } from '@pitcrew/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const WORKFLOWS = join(import.meta.dirname, '../../../workflows');
const RUN_MS_MAX = 60_000;
/** Several things that the crew does could be meant. */
const AMBIGUOUS = 'do the usual thing for 4521, you know what I mean';
const PLAN = {
  workflow: 'order-processing',
  reason: '',
  steps: ['validate_order', 'check_inventory', 'calculate_shipping'].map((tool) => ({ tool })),
};

describe('a crew with a frontier', () => {
  let provider: ChatServer;
  let answer: unknown = PLAN;
  let crew: Crew;
  let gateway: ReturnType<typeof connect<(typeof gatewayService)['methods']>>;
  const directory = mkdtempSync(join(tmpdir(), 'pitcrew-hybrid-'));

  beforeAll(async () => {
    provider = await startChatServer(() => answer);
    const limits = [
      { limitMicroUsd: 100_000_000 },
      { tenant: 'rich', limitMicroUsd: 50_000_000 },
      { tenant: 'poor', limitMicroUsd: 0 },
    ];
    cpSync(WORKFLOWS, join(directory, 'workflows'), { recursive: true });
    appendFileSync(join(directory, 'workflows/order-processing/workflow.yaml'), '\non_logic_error: frontier\n');
    crew = await startCrew({
      workflows: join(directory, 'workflows'),
      environment: hybridEnvironment({ directory, baseUrl: provider.baseUrl, limits }),
    });
    gateway = connect(gatewayService, crew.gateway);
  });
  afterAll(async () => {
    gateway?.close();
    await crew?.stop();
    await provider?.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    provider.clear();
    answer = PLAN;
  });

  async function bodiesOf(tenantName: string, request: string, onBudget?: OnBudget): Promise<readonly EventBody[]> {
    const tenant = TenantId.parse(tenantName);
    const asked = { tenant, requestId: randomUUID(), request, ...(onBudget && { onBudget }) };
    const { run } = await gateway.submitRun(asked, { deadlineMs: 5000 });
    const signal = AbortSignal.timeout(RUN_MS_MAX);
    const bodies: EventBody[] = [];
    for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal })) {
      bodies.push(stored.event.body);
      if (stored.event.body.kind === 'run-parked') break;
    }
    return bodies;
  }
  const find = <K extends EventBody['kind']>(bodies: readonly EventBody[], kind: K) =>
    bodies.find((body): body is BodyOf<K> => body.kind === kind);

  it('carries out the plan that it asked for, and settles what the provider charged', async () => {
    const bodies = await bodiesOf('rich', AMBIGUOUS);
    expect(bodies.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['escalation-wanted', 'spend-reserved', 'plan-proposed', 'spend-settled', 'run-finished']),
    );
    const reserved = find(bodies, 'spend-reserved');
    // 321 tokens in and 45 out, as the provider said.
    expect(find(bodies, 'spend-settled')?.amountMicroUsd).toBe(321 * 3 + 45 * 15);
    expect(reserved?.amountMicroUsd).toBeGreaterThanOrEqual(321 * 3 + 45 * 15);
    expect(provider.requests().map(({ outputTokensMax }) => outputTokensMax)).toEqual([reserved?.outputTokensMax]);
    expect(find(bodies, 'run-finished')).toMatchObject({ status: 'succeeded', stopReason: 'completed' });
    expect(provider.requests()[0]?.body).not.toContain('4521');
  });

  it('says in its first decision why, with the limit that decided', async () => {
    const bodies = await bodiesOf('rich', AMBIGUOUS);
    expect(find(bodies, 'run-routed')?.explanation).toMatch(/Ambiguous [01]\.\d\d, from 0\.\d\d on/);
  });

  it('ends as it would without a frontier when the answer is no plan, charged once', async () => {
    provider.fail('unknown-tool');
    const bodies = await bodiesOf('rich', AMBIGUOUS);
    expect(find(bodies, 'escalation-failed')?.charge.kind).toBe('used');
    expect(find(bodies, 'spend-settled')?.amountMicroUsd).toBe(321 * 3 + 45 * 15);
    expect(find(bodies, 'run-finished')).toMatchObject({ stopReason: 'needs_clarification' });
    expect(find(bodies, 'run-finished')?.disclaimer).toContain('low confidence');
    expect(provider.requests()).toHaveLength(1);
  });

  it('asks nothing without budget, and says so', async () => {
    const bodies = await bodiesOf('poor', AMBIGUOUS);
    expect(find(bodies, 'spend-refused')?.message).toContain('poor');
    expect(find(bodies, 'run-finished')?.disclaimer).toContain('The frontier was not used');
    expect(provider.requests()).toEqual([]);
  });

  it('waits for budget where the caller wants that', async () => {
    const bodies = await bodiesOf('poor', AMBIGUOUS, 'queue');
    expect(bodies.at(-1)).toMatchObject({ kind: 'run-parked', waitingForBudget: true });
  });

  it('goes on by itself when the limit is raised, the oldest first', async () => {
    const tenant = TenantId.parse('saving');
    const budget = connect(budgetService, crew.addresses.budget as string);
    const limit = (limitMicroUsd: number) =>
      budget.setLimit({ scope: { kind: 'tenant', tenant }, period: 'month', limitMicroUsd }, { deadlineMs: 5000 });
    await limit(0);
    const runs = [];
    for (const _ of [1, 2, 3]) {
      const asked = { tenant, requestId: randomUUID(), request: AMBIGUOUS, onBudget: 'queue' } as const;
      const { run } = await gateway.submitRun(asked, { deadlineMs: 5000 });
      runs.push(run);
      const signal = AbortSignal.timeout(RUN_MS_MAX);
      for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal }))
        if (stored.event.body.kind === 'run-parked') break;
    }
    await limit(50_000_000);
    const reservedAt: number[] = [];
    for (const run of runs) {
      const signal = AbortSignal.timeout(RUN_MS_MAX);
      const bodies: EventBody[] = [];
      for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal })) {
        bodies.push(stored.event.body);
        if (stored.event.body.kind === 'spend-reserved') reservedAt.push(stored.sequence);
      }
      expect(bodies.filter(({ kind }) => kind === 'budget-raised')).toHaveLength(1);
      expect(find(bodies, 'run-finished')).toMatchObject({ status: 'succeeded' });
    }
    expect(reservedAt).toEqual([...reservedAt].sort((a, b) => a - b));
    budget.close();
  });

  it('has a failed step re-run, where the workflow wants that', async () => {
    const message = 'W-200: 10 available, 25 wanted';
    const faults = [{ tool: 'check_inventory', class: 'logic', message, times: 1 }];
    const world = await fetch(`${crew.controlUrl}/control/worlds/rich`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rows: {}, faults }),
    });
    expect(world.ok).toBe(true);
    answer = { able: true, reason: '', arguments: [{ argument: 'warehouse', value: 'east' }] };
    const bodies = await bodiesOf('rich', 'Process order #4521 for customer acme-corp');
    expect(find(bodies, 'escalation-wanted')).toMatchObject({ cause: 'step_failed', rescue: { item: 0 } });
    expect(find(bodies, 'step-rescued')).toMatchObject({ tool: 'check_inventory', attempt: 2 });
    expect(find(bodies, 'step-rescued')?.arguments).toMatchObject({ warehouse: 'east' });
    expect(find(bodies, 'run-finished')).toMatchObject({ status: 'succeeded' });
    expect(provider.requests()[0]?.user).toContain('check_inventory');
  });

  it('plans a plain request by itself', async () => {
    const bodies = await bodiesOf('poor', 'Process order #4521 for customer acme-corp');
    expect(find(bodies, 'run-finished')).toMatchObject({ status: 'succeeded' });
    expect(find(bodies, 'escalation-wanted')).toBeUndefined();
    expect(find(bodies, 'run-finished')?.disclaimer).toBeUndefined();
  });
});
