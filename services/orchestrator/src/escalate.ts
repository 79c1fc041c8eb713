/**
 * An escalation as the run machine's effects need it: what a plan by the frontier may cost is reserved before it is asked for,
 * and settled after. Budget and frontier may be out of reach for a while; a run whose crew is local waits for neither, so an
 * outage is an escalation that failed. R8: a reservation is named after run, escalation and try, so asking again reserves once.
 */
import type { BodyOf, budgetService, Charge, FactBody, FrontierPlanning, frontierService } from '@pitcrew/contracts';
import { type Client, RpcError } from '@pitcrew/rpc';
import { type RunState, resultsOf } from '@pitcrew/run';
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
      const asked = { ...callerOf(state), task: { kind: 'plan' as const, ...taskOf(state) } };
      return orFailed(escalation, async () => {
        const { preparation } = await frontier.prepare(asked, { deadlineMs: BUDGET_DEADLINE_MS, signal });
        if (preparation.kind !== 'prepared') return failed(escalation, preparation.message, { kind: 'none' });
        const { model, inputTokens } = preparation;
        const wanted = { purpose: 'plan' as const, request: asked.task.request, deadlineMs: FRONTIER_DEADLINE_MS };
        const worth = 1 - state.planConfidence;
        const reserve = {
          ...callerOf(state),
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
      const asked = { ...callerOf(state), task: taskOf(state), outputTokensMax, spend: reservation };
      const options = { deadlineMs: FRONTIER_DEADLINE_MS, signal };
      try {
        return factOf(escalation, (await services().frontier.plan(asked, options)).planning);
      } catch (error) {
        if (signal.aborted) throw error;
        return failed(escalation, messageOf(error), chargeOf(error));
      }
    },

    settleSpend: async (state, { escalation, reserved, charge }, signal) => {
      const { reservation, amountMicroUsd } = reserved;
      const { tenant } = callerOf(state);
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

function factOf(escalation: number, planning: FrontierPlanning): FactBody {
  if (planning.kind === 'failed') {
    const charge: Charge = planning.charged === 'no' ? { kind: 'none' } : { kind: 'unknown' };
    return failed(escalation, planning.message, charge);
  }
  const { inputTokens, outputTokens, model } = planning.usage;
  if (planning.kind !== 'planned')
    return failed(escalation, planning.message, { kind: 'used', inputTokens, outputTokens });
  const { plan, packDigest } = planning;
  const usage = { model, inputTokens, cachedTokens: 0, outputTokens, prefillMs: 0, decodeMs: 0 };
  return { kind: 'plan-proposed', plan, packDigest, confidence: 1, usage, revisable: true, escalation };
}

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

function callerOf({ tenant, run }: RunState) {
  if (tenant === undefined || run === undefined) throw new Error('a run without a request');
  return { tenant, run };
}

/** Whether budget was asked for before, in vain. */
function hasWaited({ escalations }: RunState, number: number): boolean {
  const phase = escalations[number - 1]?.phase;
  return phase?.kind === 'wanted' && phase.tries > 0;
}

/** Of a request that the router could place, that workflow's tools; of a novel one, all. */
function taskOf(state: RunState) {
  const workflow = state.routed?.route.clarity === 'ambiguous' ? undefined : state.routed?.route.workflow;
  const history = (state.plan?.steps ?? []).flatMap(({ id, tool }) => {
    const result = resultsOf(state).get(id);
    return result === undefined ? [] : [{ step: id, tool, result }];
  });
  return { request: state.request?.text ?? '', workflows: workflow === undefined ? [] : [workflow], history };
}
