/** The services of the specialists, as the orchestrator calls them. They are stateless and call nobody but tool servers. */
import { z } from 'zod';
import { ChatMessage, ChatTool, NextCall } from './conversation.ts';
import { RunId, StepId, TenantId } from './ids.ts';
import { Digest, JsonObject, JsonValue } from './json.ts';
import { Outcome } from './outcome.ts';
import { FirstCall, GivenArguments, Plan, Repair, STEP_TIMEOUT_MS } from './plan.ts';
import { service, unary } from './service.ts';
import { ArgumentSource, Confidence, Route, Usage, Verdict } from './verdict.ts';

const caller = { tenant: TenantId, run: RunId };

export const RouteRequest = z.object({ ...caller, request: z.string() });
/** `question` is what to ask the caller when the request is not clear; empty otherwise. */
export const RouteResponse = z.object({
  route: Route,
  question: z.string(),
  explanation: z.string().optional(),
  usage: Usage,
});
export const routerService = service('pitcrew.router.v1.RouterService', { route: unary(RouteRequest, RouteResponse) });

export const PlanRequest = z.object({ ...caller, request: z.string(), workflow: z.string() });
export const Planning = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('planned'), plan: Plan, packDigest: Digest, confidence: Confidence, usage: Usage }),
  /** The request asks for something that no plan of this workflow can say. */
  z.object({ kind: z.literal('refused'), message: z.string() }),
]);
export const PlanResponse = z.object({ planning: Planning });

/** A step met an impossible state. No result is told: what is done has no say in what comes next (R7). */
export const ReplanRequest = z.object({
  ...caller,
  request: z.string(),
  workflow: z.string(),
  plan: Plan,
  /** Steps of the plan that succeeded. */
  finished: z.array(StepId),
  failedStep: StepId,
  /** What the tool said. */
  message: z.string(),
  /** Ordinal of the first step id that the run has never used (R3); step ids go to s999. */
  firstOrdinal: z.uint32().min(1).max(900),
  /** How many steps the run may still begin (R5). */
  stepsLeft: z.uint32(),
});
export const Replanning = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('revised'),
    plan: Plan,
    repair: Repair,
    packDigest: Digest,
    confidence: Confidence,
    usage: Usage,
  }),
  /** Nothing can be done, or nothing surely. */
  z.object({ kind: z.literal('refused'), message: z.string() }),
]);
export const ReplanResponse = z.object({ replanning: Replanning });
export const plannerService = service('pitcrew.planner.v1.PlannerService', {
  plan: unary(PlanRequest, PlanResponse),
  replan: unary(ReplanRequest, ReplanResponse),
});

/** A finished step, as the executor and the validator see it. */
export const StepResult = z.object({ step: StepId, tool: z.string(), result: JsonValue });
export type StepResult = z.infer<typeof StepResult>;

/** A call that failed on its arguments: what the next proposal has to mend. */
export const FailedCall = z.object({ arguments: JsonObject, message: z.string() });
export type FailedCall = z.infer<typeof FailedCall>;

/** The current element of `for_each`. */
const ItemValue = z.object({ result: JsonValue });

export const ProposeRequest = z.object({
  ...caller,
  request: z.string(),
  workflow: z.string(),
  step: StepId,
  tool: z.string(),
  /** Results of the steps that this one depends on, directly or not, in plan order. */
  history: z.array(StepResult),
  itemValue: ItemValue.optional(),
  given: GivenArguments.optional(),
  /** Failed calls of this step, oldest first, once more for each proposal that repeated one. From two on the model samples otherwise. */
  failures: z.array(FailedCall),
});
export const Proposal = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('proposed'),
    arguments: JsonObject,
    sources: z.array(ArgumentSource),
    usage: Usage,
  }),
  /** No value for a required argument can be found in the request or in the results. */
  z.object({ kind: z.literal('missing'), argument: z.string() }),
]);
export type Proposal = z.infer<typeof Proposal>;
export const ProposeResponse = z.object({ proposal: Proposal });

export const ThinkRequest = z.object({
  ...caller,
  request: z.string(),
  workflow: z.string(),
  /** What the turn before wrote; absent on the first turn. */
  scratchpad: z.string().optional(),
  /** The step to call; absent on the first turn, which calls the first, and when no step is left. */
  step: StepId.optional(),
  /** All results so far, in plan order. */
  history: z.array(StepResult),
  itemValue: ItemValue.optional(),
  failures: z.array(FailedCall),
});
export const Thinking = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('planned'),
    plan: Plan,
    packDigest: Digest,
    confidence: Confidence,
    scratchpad: z.string(),
    /** Absent when nothing can fill a required argument. */
    firstCall: FirstCall.optional(),
    usage: Usage,
  }),
  z.object({
    kind: z.literal('called'),
    arguments: JsonObject,
    sources: z.array(ArgumentSource),
    scratchpad: z.string(),
    usage: Usage,
  }),
  z.object({ kind: z.literal('finished'), scratchpad: z.string(), usage: Usage }),
  z.object({ kind: z.literal('missing'), argument: z.string() }),
]);
export type Thinking = z.infer<typeof Thinking>;
export const ThinkResponse = z.object({ thinking: Thinking });

export const PerformRequest = z.object({
  ...caller,
  step: StepId,
  tool: z.string(),
  arguments: JsonObject,
  /** Digest of run, step, item and arguments; the tool server answers a repeated key with the first result. */
  idempotencyKey: z.string().min(1),
  /** Time of the call where its workflow allows less than the usual (R5). */
  timeoutMs: z.uint32().min(1).max(STEP_TIMEOUT_MS).optional(),
});
export const PerformResponse = z.object({ outcome: Outcome, latencyMs: z.number().min(0) });

export const CONVERSATION_CHARACTERS_MAX = 256 * 1024;
export const CONVERSATION_TOOLS_MAX = 128;

/** The conversation up to a turn of the assistant, and the tools that it has. Every word is looked at, so there is a bound on them. */
export const CallRequest = z.object({
  tenant: TenantId,
  messages: z
    .array(ChatMessage)
    .refine(
      (messages) => messages.reduce((sum, { content }) => sum + content.length, 0) <= CONVERSATION_CHARACTERS_MAX,
      `have more than ${CONVERSATION_CHARACTERS_MAX} characters`,
    ),
  tools: z.array(ChatTool).max(CONVERSATION_TOOLS_MAX),
});
export const CallResponse = z.object({
  next: NextCall,
  /** Whether a specialist that was trained on dialogues answered; else the bare base did, held to the form alone. */
  trained: z.boolean(),
  usage: Usage,
});

export const executorService = service('pitcrew.executor.v1.ExecutorService', {
  propose: unary(ProposeRequest, ProposeResponse),
  think: unary(ThinkRequest, ThinkResponse),
  perform: unary(PerformRequest, PerformResponse, false),
  call: unary(CallRequest, CallResponse),
});

const judged = z.object({ verdict: Verdict, usage: Usage });

const judgedCall = {
  ...caller,
  request: z.string(),
  workflow: z.string(),
  tool: z.string(),
  arguments: JsonObject,
  history: z.array(StepResult),
  itemValue: ItemValue.optional(),
};
export const JudgeCallRequest = z.object({
  ...judgedCall,
  /** Takes the place of a call that the tool has refused, so the request alone no longer says what is right. */
  afterRefusal: z.boolean(),
});
export const JudgeStepRequest = z.object({ ...judgedCall, result: JsonValue });
export const JudgeRunRequest = z.object({
  ...caller,
  request: z.string(),
  workflow: z.string(),
  variation: z.string(),
  history: z.array(StepResult),
  /** Tools of the plan whose steps were skipped, because a condition did not hold. */
  skipped: z.array(z.string()),
});
export const validatorService = service('pitcrew.validator.v1.ValidatorService', {
  judgeCall: unary(JudgeCallRequest, judged),
  judgeStep: unary(JudgeStepRequest, judged),
  judgeRun: unary(JudgeRunRequest, judged),
});
