/**
 * Who may do what at this door. Where an issuer of tokens is configured, every call comes with one, checked before its message is
 * read: it says for which tenant and in which roles its caller speaks, and who decides where somebody decides. What the request
 * says of these is not believed: a run of another tenant is not found, and other calls for another tenant are refused. Without an
 * issuer, for development, the request is believed and has to say it all.
 */
import { type gatewayService, type RunId, TenantId } from '@pitcrew/contracts';
import { type Call, checked, type Principal, type Role, RpcError, requireRole, tokenExpired } from '@pitcrew/rpc';
import { runNotFound } from './read-run.ts';

type Rpc = keyof (typeof gatewayService)['methods'];

/** An operator may do all. Whoever decides may read the run that it is about. */
export const ROLES_FOR: Readonly<Record<Rpc, readonly Role[]>> = {
  submitRun: ['submitter'],
  getRun: ['submitter', 'approver'],
  watchRun: ['submitter', 'approver'],
  listRuns: ['submitter'],
  cancelRun: ['submitter'],
  giveClarification: ['submitter'],
  listApprovals: ['approver'],
  decideApproval: ['approver'],
  listReviews: ['approver'],
  resolveReview: ['approver'],
};

/** A request as it came, and with its tenant settled. */
type Asked = { readonly tenant: string; readonly run?: RunId; readonly decidedBy?: string };
type Admitted<Q> = Omit<Q, 'tenant'> & { readonly tenant: TenantId };

export const admitting =
  <Q extends Asked, P>(rpc: Rpc, answer: (request: Admitted<Q>, call: Call) => Promise<P>) =>
  async (request: Q, call: Call): Promise<P> =>
    answer(admitted(rpc, request, call), call);

/** Ends with the token: whoever watches on shows a new one. */
export const admittingWhileItHolds = <Q extends Asked, P>(
  rpc: Rpc,
  answer: (request: Admitted<Q>, call: Call) => AsyncIterable<P>,
) =>
  async function* (request: Q, call: Call): AsyncGenerator<P, void, undefined> {
    const expiry = abortsAt(call.principal?.expiresAt);
    const signal = AbortSignal.any([call.signal, expiry]);
    yield* answer(admitted(rpc, request, call), { ...call, signal });
    if (expiry.aborted) throw tokenExpired();
  };

/** The call comes with its principal wherever an issuer is configured. */
function admitted<Q extends Asked>(rpc: Rpc, request: Q, call: Call): Admitted<Q> {
  const { principal } = call;
  return principal === undefined
    ? asItSays(request)
    : checked(principal, call, () => onBehalfOf(principal, rpc, request));
}

/** A longer timer would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;
const abortsAt = (time: Date | undefined): AbortSignal =>
  time === undefined
    ? new AbortController().signal
    : AbortSignal.timeout(Math.min(Math.max(0, time.getTime() - Date.now()), TIMER_MS_MAX));

function onBehalfOf<Q extends Asked>(principal: Principal, rpc: Rpc, request: Q): Admitted<Q> {
  requireRole(principal, ROLES_FOR[rpc]);
  const { tenant, subject } = principal;
  if (request.tenant !== '' && request.tenant !== tenant)
    throw request.run === undefined ? foreignTenant() : runNotFound(request.run);
  return { ...request, tenant, ...(request.decidedBy !== undefined && { decidedBy: subject }) };
}

function asItSays<Q extends Asked>(request: Q): Admitted<Q> {
  if (request.decidedBy === '') throw missing('decidedBy');
  if (request.tenant === '') throw missing('tenant');
  return { ...request, tenant: TenantId.parse(request.tenant) };
}

const missing = (field: string): RpcError =>
  new RpcError({
    code: 'INVALID_ARGUMENT',
    reason: 'INVALID_REQUEST',
    field,
    message: `${field} is empty, and this gateway has no issuer of tokens that would say it`,
  });

const foreignTenant = (): RpcError =>
  new RpcError({
    code: 'PERMISSION_DENIED',
    reason: 'FOREIGN_TENANT',
    message: 'the token is of another tenant than the request; leave the tenant of the request empty',
  });
