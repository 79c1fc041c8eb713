/** For tests: a good call of every method of the gateway; one that is added and not thought of here does not compile. */
import { randomUUID } from 'node:crypto';
import { gatewayService, type RunId, stepId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { approvalAsked } from './run.fixture.ts';
import type { GatewayClient as Gateway } from './served-gateway.fixture.ts';

export type Rpc = keyof (typeof gatewayService)['methods'];

export const soon = { deadlineMs: 5_000 };
export const page = { pageSize: 0, pageToken: '' };
export const place = { step: stepId(2), item: 0 };
const { planVersion, tool, argumentDigest } = approvalAsked;

/** A good call of each method, as that tenant says it; to streams, their first message. */
export const CALLS: Readonly<Record<Rpc, (gateway: Gateway, tenant: string, run: RunId) => Promise<unknown>>> = {
  submitRun: (gateway, tenant) =>
    gateway.submitRun({ tenant, requestId: randomUUID(), request: 'Process order #4521' }, soon),
  getRun: (gateway, tenant, run) => gateway.getRun({ tenant, run }, soon),
  watchRun: async (gateway, tenant, run) => {
    for await (const message of gateway.watchRun({ tenant, run, resumeAfter: 0 }, soon)) return message;
  },
  listRuns: (gateway, tenant) => gateway.listRuns({ tenant, ...page }, soon),
  cancelRun: (gateway, tenant, run) => gateway.cancelRun({ tenant, run, reason: '' }, soon),
  decideApproval: (gateway, tenant, run) => {
    const bound = { planVersion, tool, argumentDigest };
    const said = { approved: true, decidedBy: 'mallory', reason: '' };
    return gateway.decideApproval({ tenant, run, ...place, ...bound, ...said }, soon);
  },
  listApprovals: (gateway, tenant) => gateway.listApprovals({ tenant, includeDecided: true, ...page }, soon),
  listReviews: (gateway, tenant) => gateway.listReviews({ tenant, includeDecided: true, ...page }, soon),
  resolveReview: (gateway, tenant, run) => {
    const answer = { attempt: 1, decidedBy: 'mallory', resolution: { kind: 'skip' } } as const;
    return gateway.resolveReview({ tenant, run, ...place, ...answer }, soon);
  },
  giveClarification: (gateway, tenant, run) => gateway.giveClarification({ tenant, run, answer: 'acme' }, soon),
};
export const methods = Object.keys(gatewayService.methods) as Rpc[];

/** Those that name a run, and those that speak of a tenant alone. */
export const forRuns = methods.filter((rpc) => 'run' in gatewayService.methods[rpc].request.shape);
export const ofTenants = methods.filter((rpc) => !forRuns.includes(rpc));

/** Tenants that a subject or a key would read as something else, and names that begin like acme's. */
export const HOSTILE_NAMES: readonly string[] = [
  ...['*', '>', 'acme.*', 'acme.>', 'acm', 'acme2', 'ACME', 'acme=2e', 'a.b', '$KV', ' acme', 'ácme', '🚚'],
  'x'.repeat(128),
];

export const outcome = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof RpcError ? `${error.code} ${error.reason}` : String(error)),
  );
