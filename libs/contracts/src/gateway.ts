/** The public API, and the conversation context object that GetRun answers with. */
import { z } from 'zod';
import { OnBudget } from './escalation.ts';
import { RunStatus, StopReason, StoredEvent } from './events.ts';
import { RunId, StepId, TenantId } from './ids.ts';
import { Digest, JsonObject, JsonValue } from './json.ts';
import { Mode } from './mode.ts';
import { serverStream, service, unary } from './service.ts';

export const REQUEST_BYTES_MAX = 32 * 1024;

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
  /** Empty for the first page, else the `nextPageToken` of the page before. */
  pageToken: z.string(),
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
  decidedBy: z.string().min(1).max(256),
  reason: z.string().max(1024),
});

const nothing = z.object({});

export const gatewayService = service('pitcrew.gateway.v1.GatewayService', {
  submitRun: unary(SubmitRunRequest, SubmitRunResponse),
  getRun: unary(GetRunRequest, GetRunResponse),
  watchRun: serverStream(WatchRunRequest, WatchRunResponse),
  listRuns: unary(ListRunsRequest, ListRunsResponse),
  cancelRun: unary(CancelRunRequest, nothing),
  decideApproval: unary(DecideApprovalRequest, nothing),
});
