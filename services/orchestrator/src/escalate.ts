/**
 * An escalation as the run machine's effects need it: what a plan by the frontier may cost is reserved before it is asked for,
 * and settled after. What surely cost nothing is repeated while budget or frontier start again; a longer outage is an escalation
 * that failed, because the run can go on without. R8: a reservation is named after run, escalation and try, so asking again reserves once.
 */
import type { budgetService, FactBody, FrontierTask, frontierService } from '@pitcrew/contracts';
import { type Client, RpcError } from '@pitcrew/rpc';
import type { RunState } from '@pitcrew/run';
import { caller } from './caller.ts';
import { chargeOf, failed, messageOf, planFact, rescueFact } from './escalation-facts.ts';
import { planTask, rescuedCall, rescueTask } from './escalation-task.ts';
import { isOurOutage, patiently } from './patiently.ts';
import type { Crew } from './ports.ts';

export type Hybrid = {
  readonly frontier: Client<(typeof frontierService)['methods']>;
  readonly budget: Client<(typeof budgetService)['methods']>;
};

/** A plan of a big model takes seconds; retries of what was not charged are within it. */
const FRONTIER_DEADLINE_MS = 60_000;
const BUDGET_DEADLINE_MS = 5_000;
/** A service that starts again is back within this. */
const OUTAGE_MS_MAX = 10_000;

export type Escalating = Pick<Crew, 'reserveSpend' | 'askFrontier' | 'settleSpend'>;

/** Without the two services the machine wants no escalation (RunRules.hybrid). */
export function createEscalation(hybrid: Hybrid | undefined, outageMsMax = OUTAGE_MS_MAX): Escalating {
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
      const passes = outageWithin(outageMsMax);
      return orFailed(escalation, async () => {
        const options = { deadlineMs: BUDGET_DEADLINE_MS, signal };
        const { preparation } = await patiently(() => frontier.prepare(asked, options), signal, passes);
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
        const answer = await patiently(() => budget.reserve(reserve, options), signal, passes);
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
      const { budget } = services();
      const close = () =>
        charge.kind === 'none' ? budget.release(place, options) : budget.settle({ ...place, usage: charge }, options);
      try {
        const settled = await patiently(close, signal, outageWithin(outageMsMax));
        return { kind: 'spend-settled', escalation, reservation, amountMicroUsd: settled.amountMicroUsd };
      } catch (error) {
        if (signal.aborted) throw error;
        // The ledger settles in full what nobody settled before it expires.
        return { kind: 'spend-settled', escalation, reservation, amountMicroUsd };
      }
    },
  };
}

async function orFailed(escalation: number, work: () => Promise<FactBody>): Promise<FactBody> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RpcError) || error.code === 'CANCELLED') throw error;
    return failed(escalation, messageOf(error), { kind: 'none' });
  }
}

/** From now on. */
function outageWithin(ms: number): (error: unknown) => boolean {
  const until = performance.now() + ms;
  return (error) => isOurOutage(error) && performance.now() < until;
}

/** Whether budget was asked for before, in vain. */
function hasWaited({ escalations }: RunState, number: number): boolean {
  const phase = escalations[number - 1]?.phase;
  return phase?.kind === 'wanted' && phase.tries > 0;
}
