/** Runs one case through the gateway in a world of its own: a tenant that nobody else uses, with its rows and faults. */
import { randomUUID } from 'node:crypto';
import { followRun, type Gateway } from '@pitcrew/client';
import { type BodyOf, type Mode, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { decide } from '../commands/decide.ts';
import { CALL_DEADLINE_MS } from '../commands/gateway-target.ts';
import { figuresOf } from '../story/figures.ts';
import type { EvalCase } from './case.ts';
import { putWorld } from './control.ts';
import { expectedSteps, type Judgement, judgeCase, passed, plannedTools } from './judge-case.ts';

/** A run that takes longer counts as wrong in everything that it should have come to. */
export const CASE_TIMEOUT_MS = 180_000;

export type CaseResult = {
  readonly line: number;
  readonly request: string;
  readonly class?: EvalCase['class'];
  readonly tenant: string;
  readonly run: string;
  readonly passed: boolean;
  readonly keys: Judgement;
  /** Steps of the expected plan, or of the run's when none is expected. */
  readonly steps: number;
  readonly stepsBegun: number;
  readonly sampledTokens: number;
  readonly latencyMs: number;
  readonly finished: boolean;
};

export async function runCase(
  gateway: Gateway,
  controlUrl: string | undefined,
  evalCase: EvalCase,
  mode?: Mode,
): Promise<CaseResult> {
  const tenant = TenantId.parse(`eval-${randomUUID()}`);
  await putWorld(controlUrl, tenant, evalCase);
  const { request, line } = evalCase;
  const submission = { tenant, requestId: randomUUID(), request, ...(mode && { mode }) };
  const { run } = await gateway.submitRun(submission, { deadlineMs: CALL_DEADLINE_MS });
  const events = await followDeciding(gateway, { tenant, run }, evalCase);
  const keys = judgeCase(evalCase, events);
  const { totalMs, sampledTokens, stepsBegun } = figuresOf(events);
  const finished = events.at(-1)?.event.body.kind === 'run-finished';
  const steps = expectedSteps(evalCase.expect, events) ?? stepsBegun;
  return {
    line,
    request,
    ...(evalCase.class !== undefined && { class: evalCase.class }),
    tenant,
    run,
    passed: passed(keys),
    keys,
    steps,
    stepsBegun,
    sampledTokens,
    latencyMs: totalMs,
    finished,
  };
}

type Place = Parameters<typeof decide>[1];

/** Follows the run and answers its questions; leaves it at the time limit with what it has come to. */
async function followDeciding(gateway: Gateway, place: Place, evalCase: EvalCase): Promise<readonly StoredEvent[]> {
  const signal = AbortSignal.timeout(CASE_TIMEOUT_MS);
  const events: StoredEvent[] = [];
  try {
    for await (const stored of followRun(gateway, place, { signal })) {
      events.push(stored);
      const { body } = stored.event;
      if (body.kind !== 'approval-requested') continue;
      const approved = mayApprove(evalCase, body);
      await decide(gateway, place, body, {
        approved,
        decidedBy: 'eval',
        reason: approved ? '' : 'the case does not approve this',
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return events;
}

/** `planned` approves what the gold plan contains, or anything when the case names no plan. */
function mayApprove({ approve, expect }: EvalCase, { tool }: BodyOf<'approval-requested'>): boolean {
  return approve === 'planned' && (plannedTools(expect)?.has(tool) ?? true);
}
