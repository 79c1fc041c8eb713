/** The public API, and the conversation context object that GetRun answers with. */
import { z } from 'zod';
import { OnBudget } from './escalation.ts';
import { RunStatus, StopReason, StoredEvent } from './events.ts';
import { RunId, StepId, TENANT_LENGTH_MAX, TenantId } from './ids.ts';
import { Digest, JsonObject, JsonValue } from './json.ts';
import { Mode } from './mode.ts';
import { ReviewResolution, reviewPlace, reviewQuestion } from './review.ts';
import { serverStream, service, unary } from './service.ts';

export const REQUEST_BYTES_MAX = 32 * 1024;
const DECIDED_BY_LENGTH_MAX = 256;

export const SubmitRunRequest = z.object({
  tenant: TenantId,
  /** Chosen by the caller; submitting the same id again answers with the same run. */
  requestId: z.string().min(1).max(128),
  /** UTF-8, 1 byte to 32 KiB. */
  request: z.string(),
  /** Without one the workflow's own mode holds. */
  mode: Mode.optional(),
  /** What to do when the budget for the frontier is used up; without it the local crew answers, and says so. */
  onBudget: OnBudget.optional(),
  /** Whether one question may be asked back about an unclear request; otherwise the run ends with the question. */
  clarify: z.boolean().optional(),
});
export const SubmitRunResponse = z.object({ run: RunId });

export const GetRunRequest = z.object({ tenant: TenantId, run: RunId });

export const CompletedStep = z.object({
  /** Ordinal in the plan, from 1. */
  step: z.uint32(),
  tool: z.string(),
  result: JsonValue,
  latencyMs: z.uint32(),
});

/** The state of a run as the article's context object; the wire names are snake_case. */
export const ConversationContext = z.object({
  sessionId: RunId,
  originalRequest: z.string(),
  /** Ordinal of the first step that is not finished; the number of steps once all are. */
  currentStep: z.uint32(),
  totalSteps: z.uint32(),
  completedSteps: z.array(CompletedStep),
  pendingSteps: z.array(z.string()),
  errorCount: z.uint32(),
  maxErrors: z.uint32(),
});
export type ConversationContext = z.infer<typeof ConversationContext>;

/** An approval that somebody has to decide; to decide, send back version, tool and digest unchanged (R4). */
export const PendingApproval = z.object({
  step: StepId,
  item: z.uint32(),
  planVersion: z.uint32(),
  tool: z.string(),
  arguments: JsonObject,
  argumentDigest: Digest,
  summary: z.string(),
  expiresAt: z.iso.datetime(),
});
export type PendingApproval = z.infer<typeof PendingApproval>;

/** What is asked about a failed step; to resolve, send back step, item and attempt unchanged. */
export const PendingReview = z.object({ ...reviewPlace, tool: z.string(), stopReason: StopReason, ...reviewQuestion });
export type PendingReview = z.infer<typeof PendingReview>;

/** What the caller is asked about an unclear request. */
export const PendingClarification = z.object({ question: z.string(), expiresAt: z.iso.datetime() });
export type PendingClarification = z.infer<typeof PendingClarification>;

export const RunPhase = z.enum(['queued', 'running', 'waiting', 'finished']);
export type RunPhase = z.infer<typeof RunPhase>;

export const RunOutcome = z.object({
  status: RunStatus,
  stopReason: StopReason,
  account: z.string(),
  confidence: z.number(),
  /** What the caller has to know before relying on the result. */
  disclaimer: z.string().optional(),
});

export const GetRunResponse = z.object({
  phase: RunPhase,
  workflow: z.string().optional(),
  conversation: ConversationContext,
  pendingApprovals: z.array(PendingApproval),
  pendingReviews: z.array(PendingReview),
  pendingClarification: PendingClarification.optional(),
  /** Present once the run is finished. */
  outcome: RunOutcome.optional(),
});
export type GetRunResponse = z.infer<typeof GetRunResponse>;

export const WatchRunRequest = z.object({
  tenant: TenantId,
  run: RunId,
  /** Resume after the event with this sequence; 0 for the whole run. */
  resumeAfter: z.int().min(0),
});
/** The stream ends after `run-finished`. */
export const WatchRunResponse = z.object({ stored: StoredEvent });

export const RunSummary = z.object({
  run: RunId,
  request: z.string(),
  phase: RunPhase,
  workflow: z.string().optional(),
  outcome: RunOutcome.optional(),
  submittedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const ListRunsRequest = z.object({
  tenant: TenantId,
  /** 1 to 200; 0 means 50. */
  pageSize: z.uint32().max(200),
  /** Empty for the first page, else the `nextPageToken` of the page before, with the same filter. */
  pageToken: z.string(),
  phase: RunPhase.optional(),
  status: RunStatus.optional(),
  workflow: z.string().min(1).optional(),
  submittedFrom: z.iso.datetime().optional(),
  submittedBefore: z.iso.datetime().optional(),
});
export const ListRunsResponse = z.object({
  runs: z.array(RunSummary),
  /** Empty on the last page. */
  nextPageToken: z.string(),
  asOf: z.iso.datetime(),
});

export const CancelRunRequest = z.object({ tenant: TenantId, run: RunId, reason: z.string().max(1024) });

export const DecideApprovalRequest = z.object({
  tenant: TenantId,
  run: RunId,
  step: StepId,
  item: z.uint32(),
  planVersion: z.uint32(),
  tool: z.string(),
  argumentDigest: Digest,
  approved: z.boolean(),
  decidedBy: z.string().min(1).max(DECIDED_BY_LENGTH_MAX),
  reason: z.string().max(1024),
});

/** What a list of questions to people is narrowed to. One tenant always; pending ones only, unless said. */
const questionFilter = {
  tenant: TenantId,
  workflow: z.string().optional(),
  step: StepId.optional(),
  /** Those that are no longer pending too, of all runs. */
  includeDecided: z.boolean(),
  /** 1 to 200; 0 means 50. A page holds all questions of the runs that it covers, so it may have more. */
  pageSize: z.uint32().max(200),
  /** Empty for the first page, else the `nextPageToken` of the page before. */
  pageToken: z.string(),
};
/** The run that a question belongs to. */
const ofRun = { run: RunId, workflow: z.string().optional(), request: z.string() };

/** `void`: it can no longer be decided, because the call changed, the plan was revised or the run ended. */
export const ApprovalState = z.enum(['pending', 'approved', 'refused', 'expired', 'void']);
export type ApprovalState = z.infer<typeof ApprovalState>;

/** `asked` is the very record that a watcher of the run sees as `approval-requested`. */
export const ApprovalRecord = z.object({
  ...ofRun,
  asked: PendingApproval,
  approvalState: ApprovalState,
  decidedBy: z.string().optional(),
  reason: z.string().optional(),
});
export type ApprovalRecord = z.infer<typeof ApprovalRecord>;

export const ListApprovalsRequest = z.object(questionFilter);
export const ListApprovalsResponse = z.object({
  approvals: z.array(ApprovalRecord),
  nextPageToken: z.string(),
  asOf: z.iso.datetime(),
});

export const ReviewState = z.enum(['pending', 'resolved', 'expired', 'void']);
export type ReviewState = z.infer<typeof ReviewState>;

/** `asked` is the very record that a watcher of the run sees as `review-requested`. */
export const ReviewRecord = z.object({
  ...ofRun,
  asked: PendingReview,
  reviewState: ReviewState,
  decidedBy: z.string().optional(),
  resolution: ReviewResolution.optional(),
});
export type ReviewRecord = z.infer<typeof ReviewRecord>;

export const ListReviewsRequest = z.object(questionFilter);
export const ListReviewsResponse = z.object({
  reviews: z.array(ReviewRecord),
  nextPageToken: z.string(),
  asOf: z.iso.datetime(),
});

export const ResolveReviewRequest = z.object({
  tenant: TenantId,
  run: RunId,
  ...reviewPlace,
  decidedBy: z.string().min(1).max(DECIDED_BY_LENGTH_MAX),
  resolution: ReviewResolution,
});

export const GiveClarificationRequest = z.object({ tenant: TenantId, run: RunId, answer: z.string() });

const nothing = z.object({});

/** As a caller asks: where tokens say who calls, they say for which tenant too, and the field may stay empty. */
const asked = <Shape extends z.ZodRawShape>(request: z.ZodObject<Shape>) =>
  request.extend({ tenant: z.string().max(TENANT_LENGTH_MAX) });
/** The same for who decides. */
const askedBy = <Shape extends z.ZodRawShape>(request: z.ZodObject<Shape>) =>
  asked(request).extend({ decidedBy: z.string().max(DECIDED_BY_LENGTH_MAX) });

export const gatewayService = service('pitcrew.gateway.v1.GatewayService', {
  submitRun: unary(asked(SubmitRunRequest), SubmitRunResponse),
  getRun: unary(asked(GetRunRequest), GetRunResponse),
  watchRun: serverStream(asked(WatchRunRequest), WatchRunResponse),
  listRuns: unary(asked(ListRunsRequest), ListRunsResponse),
  cancelRun: unary(asked(CancelRunRequest), nothing),
  decideApproval: unary(askedBy(DecideApprovalRequest), nothing),
  listApprovals: unary(asked(ListApprovalsRequest), ListApprovalsResponse),
  listReviews: unary(asked(ListReviewsRequest), ListReviewsResponse),
  resolveReview: unary(askedBy(ResolveReviewRequest), nothing),
  giveClarification: unary(asked(GiveClarificationRequest), nothing),
});
