/** The methods of the service: requests become commands of the ledger, and its answers responses or errors. */
import { BusUnavailable } from '@pitcrew/bus';
import type { budgetService, SpendScope, TenantId } from '@pitcrew/contracts';
import { type Call, checked, type Handlers, RpcError, requireRole } from '@pitcrew/rpc';
import { attributeNames, count, metrics, setOnCurrentSpan } from '@pitcrew/telemetry';
import type { ClosingAnswer } from './decide-closing.ts';
import type { Ledger } from './ledger.ts';
import { longestWaitingFirst } from './longest-waiting-first.ts';
import { type PredictOutput, wordsOf } from './predict-output.ts';

export type Budget = {
  readonly ledger: Ledger;
  readonly predictOutput: PredictOutput;
  /** All that there are; undefined: whoever asks. */
  readonly tenants: ReadonlySet<string> | undefined;
};

export function budgetHandlers({
  ledger,
  predictOutput,
  tenants,
}: Budget): Handlers<(typeof budgetService)['methods']> {
  const known = (tenant: TenantId): void => {
    if (tenants?.has(tenant) === false) throw unknownTenant(tenant);
  };
  const knownScope = (scope: SpendScope): void => {
    if (scope.kind === 'tenant') known(scope.tenant);
  };
  const inTurn = longestWaitingFirst();
  return {
    reserve: answeringOutages(async ({ request, waitingSince, ...asked }) => {
      known(asked.tenant);
      const { model, purpose, tenant, run } = asked;
      const outputTokensMax = await predictOutput({ model, purpose, request }, ledger.lengthsOf(model, purpose));
      const command = { kind: 'reserve', ...asked, requestWords: wordsOf(request), outputTokensMax } as const;
      const answer = await inTurn(waitingSince, () => ledger.submit<'reserve'>(command));
      const answered = { [attributeNames.budgetPurpose]: purpose, [attributeNames.budgetAnswer]: answer.kind };
      count(metrics.budgetReservations, answered);
      setOnCurrentSpan({
        [attributeNames.tenant]: tenant,
        [attributeNames.run]: run,
        [attributeNames.genAiRequestModel]: model,
        ...answered,
        [attributeNames.budgetReservation]: asked.reservation,
        ...(answer.kind === 'granted'
          ? {
              [attributeNames.budgetAmount]: answer.amountMicroUsd,
              [attributeNames.budgetOutputMax]: answer.outputTokensMax,
            }
          : {}),
      });
      if (answer.kind === 'unknown-model') throw unknownModel(model);
      if (answer.kind === 'reservation-differs') throw reservationDiffers(answer.reservation);
      return { reservation: answer };
    }),
    settle: answeringOutages(async (settled) => {
      known(settled.tenant);
      return amount(await ledger.submit<'settle'>({ kind: 'settle', ...settled }));
    }),
    release: answeringOutages(async (released) => {
      known(released.tenant);
      return amount(await ledger.submit<'release'>({ kind: 'release', ...released }));
    }),
    getSpend: answeringOutages(
      forOperators(async ({ tenant }) => {
        if (tenant !== undefined) known(tenant);
        return (await ledger.submit<'show'>({ kind: 'show', tenant })).spend;
      }),
    ),
    setLimit: answeringOutages(
      forOperators(async (limit) => {
        knownScope(limit.scope);
        await ledger.submit<'set-limit'>({ kind: 'set-limit', onlyFirst: false, ...limit });
        return {};
      }),
    ),
  };
}

function amount(answer: ClosingAnswer): { readonly amountMicroUsd: number } {
  if (answer.kind === 'unknown-reservation') throw unknownReservation(answer.reservation);
  const { amountMicroUsd } = answer;
  setOnCurrentSpan({ [attributeNames.budgetAmount]: amountMicroUsd });
  return { amountMicroUsd };
}

/** Limits and spend are those of all tenants, so they are for operators: where an issuer is configured, their token says so. */
export const FOR_OPERATORS = ['getSpend', 'setLimit'] as const;

const forOperators =
  <Q, P>(answer: (request: Q, call: Call) => Promise<P>) =>
  async (request: Q, call: Call): Promise<P> => {
    const { principal } = call;
    if (principal !== undefined) checked(principal, call, () => requireRole(principal, []));
    return answer(request, call);
  };

const RETRY_AFTER_MS = 1000;

/** Every method may be repeated, so it does not matter whether a lost answer hid a stored fact. */
const answeringOutages =
  <Q, P>(answer: (request: Q, call: Call) => Promise<P>) =>
  async (request: Q, call: Call): Promise<P> => {
    try {
      return await answer(request, call);
    } catch (error) {
      if (!(error instanceof BusUnavailable)) throw error;
      throw new RpcError({
        code: 'UNAVAILABLE',
        reason: 'LEDGER_UNAVAILABLE',
        message: 'the ledger cannot be reached now; try again, which is safe',
        retryAfterMs: RETRY_AFTER_MS,
        cause: error,
      });
    }
  };

const unknownTenant = (tenant: string): RpcError =>
  new RpcError({
    code: 'NOT_FOUND',
    reason: 'UNKNOWN_TENANT',
    message: `there is no tenant ${tenant}; the configuration of the budget service lists them`,
  });

const unknownModel = (model: string): RpcError =>
  new RpcError({
    code: 'FAILED_PRECONDITION',
    reason: 'UNKNOWN_MODEL',
    message: `the model ${model} has no price; the configuration of the budget service lists them`,
  });

const unknownReservation = (reservation: string): RpcError =>
  new RpcError({
    code: 'NOT_FOUND',
    reason: 'UNKNOWN_RESERVATION',
    message: `this tenant has no reservation ${reservation}, or it ended days ago`,
  });

const reservationDiffers = (reservation: string): RpcError =>
  new RpcError({
    code: 'ALREADY_EXISTS',
    reason: 'RESERVATION_DIFFERS',
    message: `${reservation} is the reservation of another call of this tenant; choose another id`,
  });
