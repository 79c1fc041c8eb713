/**
 * The queue of approvals, and what became of those that are no longer in it. What is pending is what the run machine says; what
 * was decided is read off the facts in their order, each decision with the question that it binds (R4).
 */
import type { ApprovalRecord, BodyOf, ListApprovalsRequest, ListApprovalsResponse } from '@pitcrew/contracts';
import type { z } from 'zod';
import type { Gateway } from './gateway.ts';
import { listQuestions } from './list-questions.ts';
import type { FoldedRun } from './read-run.ts';
import { pendingApprovals } from './view.ts';

type Approval = Pick<ApprovalRecord, 'asked' | 'approvalState' | 'decidedBy' | 'reason'>;

export async function listApprovals(
  gateway: Gateway,
  request: z.infer<typeof ListApprovalsRequest>,
): Promise<z.infer<typeof ListApprovalsResponse>> {
  const { found, nextPageToken, asOf } = await listQuestions(gateway, request, (run) =>
    approvalsOf(run).map((approval) => ({
      approval,
      step: approval.asked.step,
      isPending: approval.approvalState === 'pending',
    })),
  );
  const approvals = found.map(({ question, ...ofRun }) => ({ ...ofRun, ...question.approval }));
  return { approvals, nextPageToken, asOf };
}

/** Oldest first. */
export function approvalsOf({ state, events }: FoldedRun): readonly Approval[] {
  const open = new Map<string, number>();
  const approvals: Approval[] = [];
  for (const { event } of events) {
    const { body } = event;
    if (body.kind === 'approval-requested') {
      const { kind: _, ...asked } = body;
      open.set(`approval:${body.step}:${body.item}`, approvals.push({ asked, approvalState: 'void' }) - 1);
    }
    const timer = body.kind === 'timer-fired' ? body.timer : undefined;
    const place = body.kind === 'approval-decided' ? `approval:${body.step}:${body.item}` : timer;
    const index = place === undefined ? undefined : open.get(place);
    const approval = index === undefined ? undefined : approvals[index];
    if (index === undefined || approval === undefined) continue;
    if (body.kind === 'timer-fired') approvals[index] = { ...approval, approvalState: 'expired' };
    else if (body.kind === 'approval-decided' && binds(body, approval)) approvals[index] = decided(approval, body);
    else continue;
    open.delete(place as string);
  }
  const pending = pendingApprovals(state);
  return approvals.map((approval, index) => {
    const isOpen = [...open.values()].includes(index);
    const isPending = isOpen && pending.some(({ step, item }) => same(approval.asked, { step, item }));
    return isPending ? { ...approval, approvalState: 'pending' } : approval;
  });
}

const binds = (body: BodyOf<'approval-decided'>, { asked }: Approval): boolean =>
  body.planVersion === asked.planVersion && body.tool === asked.tool && body.argumentDigest === asked.argumentDigest;

const decided = (approval: Approval, { approved, decidedBy, reason }: BodyOf<'approval-decided'>): Approval => ({
  ...approval,
  approvalState: approved ? 'approved' : 'refused',
  decidedBy,
  reason,
});

type Place = Pick<Approval['asked'], 'step' | 'item'>;

const same = (one: Place, other: Place): boolean => one.step === other.step && one.item === other.item;
