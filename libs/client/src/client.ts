/**
 * A gateway as an application team's program sees it: hand requests in, follow them, answer for people. One client is one
 * tenant at one gateway, over one connection that mends itself.
 *
 * What fails, fails as an RpcError: `code` says what to do about it, `reason` is what a program compares, the message is for
 * people. An id that is none is INVALID_ARGUMENT and never sent. Every call may be repeated: with the same request id a
 * submission answers with the same run, and a decision is recorded once.
 */
import { randomUUID } from 'node:crypto';
import {
  type BodyOf,
  type GetRunResponse,
  gatewayService,
  type Mode,
  type OnBudget,
  type PendingApproval,
  type PendingReview,
  type ReviewResolution,
  type RunId,
  type StoredEvent,
  type TenantId,
} from '@pitcrew/contracts';
import { connect, RpcError } from '@pitcrew/rpc';
import { followRun, type Gateway } from './follow-run.ts';

export type ClientOptions = {
  /** `host:port` of the gateway; a name with several addresses is used in turns. */
  readonly address: string;
  readonly tenant: string;
  /**
   * Gives the bearer token of a call. Asked before each call and each resume, so it may renew the token or hold on to it. Another
   * machine gets it over TLS alone, see PITCREW_TLS_CA_FILE.
   */
  readonly token?: () => string | Promise<string>;
  /** Sent with every call, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of each call but the watch, which lasts as long as its run; 10 s unless said. */
  readonly deadlineMs?: number;
};

export type Submission = {
  /** Submitting the same id again answers with the same run; a new one unless given. */
  readonly requestId?: string;
  readonly mode?: Mode;
  readonly onBudget?: OnBudget;
  /** Whether the run may ask back once, see `clarify`. */
  readonly clarify?: boolean;
};

/** What an approval asks about, as `get` or an `approval-requested` of the watch gives it. */
export type AskedApproval = PendingApproval | BodyOf<'approval-requested'>;
/** Which review is answered: that of `get`, or of a `review-requested` of the watch. */
export type AskedReview = Pick<PendingReview, 'step' | 'item' | 'attempt'>;

export type RunPage = Awaited<ReturnType<Gateway['listRuns']>>;

export type Client = Disposable & {
  /** Answers once the request is recorded; from then on its run survives everybody's death. */
  submit(request: string, submission?: Submission): Promise<RunId>;
  get(run: string): Promise<GetRunResponse>;
  /** The runs of the tenant, those first that were submitted last, or last seen to have changed. */
  list(page?: { readonly pageSize?: number; readonly pageToken?: string }): Promise<RunPage>;
  /** Asks the run to stop; a finished one stays as it is. */
  cancel(run: string, reason?: string): Promise<void>;
  /** Approves or refuses exactly the call that was asked about. FAILED_PRECONDITION when that is no longer the question. */
  decide(
    run: string,
    asked: AskedApproval,
    decision: { readonly approved: boolean; readonly decidedBy: string; readonly reason?: string },
  ): Promise<void>;
  /** Answers a review in one of the ways that it offers. */
  resolve(
    run: string,
    asked: AskedReview,
    answer: { readonly resolution: ReviewResolution; readonly decidedBy: string },
  ): Promise<void>;
  /** Answers what a run asks about its unclear request. */
  clarify(run: string, answer: string): Promise<void>;
  /** Each event once, in order, from the first or after a sequence; resumes by itself, and ends after `run-finished`. */
  watch(run: string, options?: { readonly after?: number; readonly signal?: AbortSignal }): AsyncIterable<StoredEvent>;
  /** How the run ended, once it has: status, stop reason, results by step, and the account for its caller. */
  result(run: string, options?: { readonly signal?: AbortSignal }): Promise<BodyOf<'run-finished'>>;
  close(): void;
};

const DEADLINE_MS = 10_000;

export function connectGateway({
  address,
  tenant,
  token,
  headers = {},
  deadlineMs = DEADLINE_MS,
}: ClientOptions): Client {
  const gateway = connect(gatewayService, address, { token });
  const options = { deadlineMs, metadata: headers };
  const who = { tenant: tenant as TenantId };
  // What is no id is refused when the request is encoded, with the field that is wrong.
  const place = (run: string) => ({ ...who, run: run as RunId });
  const watch: Client['watch'] = (run, following = {}) =>
    followRun(gateway, place(run), { ...following, metadata: headers });
  return {
    submit: async (request, { requestId = randomUUID(), ...asked } = {}) =>
      (await gateway.submitRun({ ...who, requestId, request, ...asked }, options)).run,
    get: async (run) => gateway.getRun(place(run), options),
    list: async ({ pageSize = 0, pageToken = '' } = {}) => gateway.listRuns({ ...who, pageSize, pageToken }, options),
    cancel: async (run, reason = '') => {
      await gateway.cancelRun({ ...place(run), reason }, options);
    },
    decide: async (run, asked, { reason = '', ...decision }) => {
      await gateway.decideApproval({ ...place(run), ...boundTo(asked), ...decision, reason }, options);
    },
    resolve: async (run, { step, item, attempt }, answer) => {
      await gateway.resolveReview({ ...place(run), step, item, attempt, ...answer }, options);
    },
    clarify: async (run, answer) => {
      await gateway.giveClarification({ ...place(run), answer }, options);
    },
    watch,
    result: async (run, { signal } = {}) => {
      for await (const { event } of watch(run, { ...(signal && { signal }) }))
        if (event.body.kind === 'run-finished') return event.body;
      throw new RpcError({ code: 'UNAVAILABLE', message: `the watch of run ${run} ended before the run; ask again` });
    },
    close: () => gateway.close(),
    [Symbol.dispose]: () => gateway.close(),
  };
}

/** What a decision has to send back unchanged, so that it holds for the call that was shown and for no other (R4). */
export const boundTo = ({ step, item, planVersion, tool, argumentDigest }: AskedApproval) => ({
  step,
  item,
  planVersion,
  tool,
  argumentDigest,
});
