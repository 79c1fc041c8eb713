/** How requests end that the crew cannot simply finish, through the real gateway, models and tools. */
import { randomUUID } from 'node:crypto';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { type BodyOf, gatewayService, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const RUN_MS_MAX = 60_000;

describe('a crew on one machine', () => {
  let crew: Crew;
  let gateway: ReturnType<typeof connect<(typeof gatewayService)['methods']>>;
  const tenant = TenantId.parse('endings');
  beforeAll(async () => {
    crew = await startCrew();
    gateway = connect(gatewayService, crew.gateway);
  });
  afterAll(async () => {
    gateway?.close();
    await crew?.stop();
  });

  const submit = (request: string) =>
    gateway.submitRun({ tenant, requestId: randomUUID(), request }, { deadlineMs: 5000 });

  async function* watch(run: Awaited<ReturnType<typeof submit>>['run']): AsyncGenerator<StoredEvent> {
    const signal = AbortSignal.timeout(RUN_MS_MAX);
    for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal })) yield stored;
  }

  async function endOf(request: string): Promise<BodyOf<'run-finished'>> {
    const { run } = await submit(request);
    const bodies = (await Array.fromAsync(watch(run))).map(({ event }) => event.body);
    const end = bodies.at(-1);
    if (end?.kind !== 'run-finished') throw new Error(`the run did not finish: ${JSON.stringify(bodies)}`);
    return end;
  }

  it.each([
    [
      'is covered by no workflow',
      'Translate our staff handbook into Dutch',
      'failed',
      'no_workflow',
      /Covered: .*alert.*order/s,
    ],
    ['lacks the number', 'Please process the order for acme-corp', 'failed', 'needs_clarification', /order number/],
    ['names an order that does not exist', 'Process order #9999 for acme-corp', 'partial', 'input_error', /9999/],
    [
      'finds too little stock',
      'Process order 4524 for Nordlicht Logistik GmbH',
      'partial',
      'logic_error',
      /W-200.*30.*40/s,
    ],
    ['names the wrong customer', 'Process order #4521 for Blue River', 'partial', 'logic_error', /4521/],
  ])('a request that %s', async (_, request, status, stopReason, account) => {
    const end = await endOf(request);
    expect(end).toMatchObject({ status, stopReason });
    expect(end.account).toMatch(account);
  });

  it('waits for a person where freight is dear, and does what the person decides (R4)', async () => {
    const { run } = await submit('Process order 4523 for Bäckerei Huber');
    const kinds: string[] = [];
    for await (const { event } of watch(run)) {
      kinds.push(event.body.kind);
      if (event.body.kind !== 'approval-requested') continue;
      const { kind: _, summary, expiresAt, arguments: args, ...asked } = event.body;
      expect(summary).toContain('Next: confirm_order');
      expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
      expect(Number(args.shipping_cost)).toBeGreaterThan(500);
      const decision = { tenant, run, ...asked, approved: true, decidedBy: 'kim', reason: '' };
      const wrong = { ...decision, planVersion: asked.planVersion + 1 };
      await expect(gateway.decideApproval(wrong, { deadlineMs: 5000 })).rejects.toMatchObject({
        code: 'FAILED_PRECONDITION',
      });
      await gateway.decideApproval(decision, { deadlineMs: 5000 });
    }
    expect(kinds).toContain('approval-decided');
    const { outcome, conversation } = await gateway.getRun({ tenant, run }, { deadlineMs: 5000 });
    expect(outcome).toMatchObject({ status: 'succeeded', stopReason: 'completed' });
    expect(conversation).toMatchObject({
      currentStep: 4,
      totalSteps: 4,
      errorCount: 0,
      maxErrors: 3,
      pendingSteps: [],
    });
    expect(conversation.completedSteps.at(-1)).toMatchObject({ step: 4, tool: 'confirm_order' });
  });

  it('a cancel stops a run within a second, tool calls included', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ delayMs: 4000 });
    await fetch(`${crew.controlUrl}/control/worlds/slow`, { method: 'PUT', headers, body });
    const slow = TenantId.parse('slow');
    const request = 'Process order #4521 for customer acme-corp';
    const { run } = await gateway.submitRun({ tenant: slow, requestId: randomUUID(), request }, { deadlineMs: 5000 });
    let cancelledAt = 0;
    for await (const { stored } of gateway.watchRun(
      { tenant: slow, run, resumeAfter: 0 },
      { signal: AbortSignal.timeout(RUN_MS_MAX) },
    )) {
      const { body: fact } = stored.event;
      if (fact.kind === 'call-proposed') {
        cancelledAt = performance.now();
        await gateway.cancelRun({ tenant: slow, run, reason: 'changed my mind' }, { deadlineMs: 5000 });
      }
      if (fact.kind === 'run-finished') {
        expect(fact).toMatchObject({ status: 'cancelled', stopReason: 'cancelled' });
        expect(performance.now() - cancelledAt).toBeLessThan(1000);
      }
    }
  });
});
