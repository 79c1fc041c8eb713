/**
 * An escalation as the run machine's effects need it: what a plan by the frontier may cost is reserved before it is asked for,
 * and settled after. Budget and frontier may be out of reach for a while; a run whose crew is local waits for neither, so an
 * outage is an escalation that failed. R8: a reservation is named after run, escalation and try, so asking again reserves once.
 */
import {
  type BodyOf,
  type budgetService,
  type Charge,
  digestOf,
  type FactBody,
  type FrontierPlanning,
  type FrontierTask,
  type FrontierUsage,
  type frontierService,
  nothingUsed,
  type Rescuing,
  type Usage,
} from '@pitcrew/contracts';
import { type Client, RpcError } from '@pitcrew/rpc';
import type { RunState } from '@pitcrew/run';
import { caller } from './caller.ts';
import { planTask, type Rescued, rescuedCall, rescueTask, toolOf } from './escalation-task.ts';
import type { Crew } from './ports.ts';

export type Hybrid = {
  readonly frontier: Client<(typeof frontierService)['methods']>;
  readonly budget: Client<(typeof budgetService)['methods']>;
};

/** A plan of a big model takes seconds; retries of what was not charged are within it. */
const FRONTIER_DEADLINE_MS = 60_000;
const BUDGET_DEADLINE_MS = 5_000;

export type Escalating = Pick<Crew, 'reserveSpend' | 'askFrontier' | 'settleSpend'>;

/** Without the two services the machine wants no escalation (RunRules.hybrid). */
export function createEscalation(hybrid: Hybrid | undefined): Escalating {
  const services = (): Hybrid => {
    if (hybrid === undefined) throw new Error('hybrid is off');
    return hybrid;
  };
  return {
    reserveSpend: async (state, { escalation, reservation }, signal) => {
      const { frontier, budget } = services();
      const rescued = rescuedCall(state, escalation);
      const task: FrontierTask =
        rescued === undefined
          ? { kind: 'plan', ...planTask(state) }
          : { kind: 'rescue', ...rescueTask(state, rescued) };
      const asked = { ...caller(state), task };
      return orFailed(escalation, async () => {
        const { preparation } = await frontier.prepare(asked, { deadlineMs: BUDGET_DEADLINE_MS, signal });
        if (preparation.kind !== 'prepared') return failed(escalation, preparation.message, { kind: 'none' });
        const { model, inputTokens } = preparation;
        const wanted = { purpose: task.kind, request: task.request, deadlineMs: FRONTIER_DEADLINE_MS };
        const worth = 1 - state.planConfidence;
        const reserve = {
          ...caller(state),
          ...{ reservation: reservation as never, model, inputTokens, ...wanted },
          ...(state.plan !== undefined && { worth }),
          ...(hasWaited(state, escalation) && { waitingSince: state.submittedAt }),
        };
        const answer = await budget.reserve(reserve, { deadlineMs: BUDGET_DEADLINE_MS, signal });
        if (answer.reservation.kind === 'refused') {
          const { message, resumesAt } = answer.reservation;
          return { kind: 'spend-refused', escalation, message, ...(resumesAt !== undefined && { resumesAt }) };
        }
        const { amountMicroUsd, outputTokensMax, expiresAt } = answer.reservation;
        const granted = { reservation, model, amountMicroUsd, inputTokens, outputTokensMax, expiresAt };
        return { kind: 'spend-reserved', escalation, ...granted };
      });
    },

    askFrontier: async (state, { escalation, reserved: { reservation, outputTokensMax } }, signal) => {
      const paid = { ...caller(state), outputTokensMax, spend: reservation };
      const options = { deadlineMs: FRONTIER_DEADLINE_MS, signal };
      const { frontier } = services();
      const rescued = rescuedCall(state, escalation);
      try {
        if (rescued === undefined)
          return planFact(escalation, (await frontier.plan({ ...paid, task: planTask(state) }, options)).planning);
        const { rescuing } = await frontier.rescue({ ...paid, task: rescueTask(state, rescued) }, options);
        return rescueFact(state, escalation, rescued, rescuing);
      } catch (error) {
        if (signal.aborted) throw error;
        return failed(escalation, messageOf(error), chargeOf(error));
      }
    },

    settleSpend: async (state, { escalation, reserved, charge }, signal) => {
      const { reservation, amountMicroUsd } = reserved;
      const { tenant } = caller(state);
      const options = { deadlineMs: BUDGET_DEADLINE_MS, signal };
      const place = { tenant, reservation: reservation as never };
      try {
        const settled =
          charge.kind === 'none'
            ? await services().budget.release(place, options)
            : await services().budget.settle({ ...place, usage: charge }, options);
        return { kind: 'spend-settled', escalation, reservation, amountMicroUsd: settled.amountMicroUsd };
      } catch (error) {
        if (signal.aborted) throw error;
        // The ledger settles in full what nobody settled before it expires.
        return { kind: 'spend-settled', escalation, reservation, amountMicroUsd };
      }
    },
  };
}

function planFact(escalation: number, planning: FrontierPlanning): FactBody {
  if (planning.kind !== 'planned') return unanswered(escalation, planning);
  const { plan, packDigest } = planning;
  const usage = usageOf(planning.usage);
  return { kind: 'plan-proposed', plan, packDigest, confidence: 1, usage, revisable: true, escalation };
}

function rescueFact(state: RunState, escalation: number, { step, item }: Rescued, rescuing: Rescuing): FactBody {
  if (rescuing.kind !== 'called') return unanswered(escalation, rescuing);
  const attempt = (state.steps.get(step)?.calls.get(item)?.attempt ?? 0) + 1;
  const argumentDigest = digestOf(rescuing.arguments);
  const place = { step, item, attempt, tool: toolOf(state, step) };
  const idempotencyKey = digestOf([state.run ?? '', step, item, argumentDigest, attempt]);
  const call = { arguments: rescuing.arguments, argumentDigest, idempotencyKey };
  return { kind: 'step-rescued', escalation, ...place, ...call, usage: usageOf(rescuing.usage) };
}

type Unanswered = Exclude<FrontierPlanning, { kind: 'planned' }> | Exclude<Rescuing, { kind: 'called' }>;

function unanswered(escalation: number, answer: Unanswered): FactBody {
  if (answer.kind !== 'failed') {
    const { inputTokens, outputTokens } = answer.usage;
    return failed(escalation, answer.message, { kind: 'used', inputTokens, outputTokens });
  }
  return failed(escalation, answer.message, answer.charged === 'no' ? { kind: 'none' } : { kind: 'unknown' });
}

const usageOf = ({ model, inputTokens, outputTokens }: FrontierUsage): Usage => ({
  ...nothingUsed(model),
  inputTokens,
  outputTokens,
});

async function orFailed(escalation: number, work: () => Promise<FactBody>): Promise<FactBody> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RpcError) || error.code === 'CANCELLED') throw error;
    return failed(escalation, messageOf(error), { kind: 'none' });
  }
}

const failed = (escalation: number, message: string, charge: Charge): BodyOf<'escalation-failed'> => ({
  kind: 'escalation-failed',
  escalation,
  message,
  charge,
});

/** A call that never reached the service, or that it did not admit, was surely not charged. */
const chargeOf = (error: unknown): Charge =>
  error instanceof RpcError && (error.neverSent || error.code === 'RESOURCE_EXHAUSTED')
    ? { kind: 'none' }
    : { kind: 'unknown' };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether budget was asked for before, in vain. */
function hasWaited({ escalations }: RunState, number: number): boolean {
  const phase = escalations[number - 1]?.phase;
  return phase?.kind === 'wanted' && phase.tries > 0;
}
