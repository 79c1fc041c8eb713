/** Carries an order out in a world of its own, and approves what the scene asks for: the person at the door is careful. */
import type { Crew } from '@pitcrew/cli/crew';
import { type Effects, openTenant, type Tenant } from '@pitcrew/cli/tenant';
import type { BodyOf, EventBody, Mode, RunId } from '@pitcrew/contracts';
import { asksFor } from './asks-for.ts';
import type { AskedEffect } from './corpus.ts';
import type { LyingTools } from './lying-tools.ts';
import type { Order } from './order.ts';

export type Doors = Pick<Crew, 'gateway' | 'controlUrl'> & { readonly tools: LyingTools };

export type Done = { readonly bodies: readonly EventBody[]; readonly effects: Effects };

const RUN_MS_MAX = 180_000;
const CALL_DEADLINE_MS = 10_000;
/** Results that depend on the day are the same on every day. */
const NOW = '2026-11-20T10:00:00.000Z';

export async function performOrder(
  doors: Doors,
  { request, rows, faults, lies }: Order,
  asked: readonly AskedEffect[],
  mode: Mode,
): Promise<Done> {
  using tenant = await openTenant(doors, { rows, faults, now: NOW });
  doors.tools.tell(tenant.tenant, lies);
  const run = await tenant.submit(request, mode);
  const bodies: EventBody[] = [];
  for await (const { event } of tenant.follow(run, AbortSignal.timeout(RUN_MS_MAX))) {
    bodies.push(event.body);
    if (event.body.kind === 'approval-requested') await decide(tenant, run, event.body, asked);
  }
  return { bodies, effects: await tenant.effects() };
}

async function decide(
  { gateway, tenant }: Tenant,
  run: RunId,
  question: BodyOf<'approval-requested'>,
  asked: readonly AskedEffect[],
): Promise<void> {
  const { step, item, planVersion, tool, argumentDigest } = question;
  const approved = asked.some((effect) => asksFor(effect, question));
  const decision = { approved, decidedBy: 'bench', reason: approved ? '' : 'nobody asked for this' };
  await gateway.decideApproval(
    { tenant, run, step, item, planVersion, tool, argumentDigest, ...decision },
    { deadlineMs: CALL_DEADLINE_MS },
  );
}
