/** What a script may say of a run: how the crew answers, what the tools do, what people decide. What it leaves out goes well. */
import type {
  BodyOf,
  Finding,
  JsonObject,
  Limits,
  Mode,
  Outcome,
  Plan,
  Repair,
  ReviewResolution,
  Route,
  StepId,
  Verdict,
} from '@pitcrew/contracts';
import type { Effect } from './effect.ts';
import type { RunState } from './state.ts';

export type Replan = Extract<Effect, { kind: 'replan' }>;
export type Revision = { readonly repair: Repair; readonly plan: Plan };

export type Script = {
  readonly route?: Route;
  /** Of the request with the caller's answer. */
  readonly routeAnew?: Route;
  readonly question?: string;
  readonly clarify?: boolean;
  readonly answer?: string | 'expire';
  readonly plan?: Plan;
  readonly limits?: Limits;
  /** Who can revise the plan, and how; undefined = no repair. */
  readonly replan?: (state: RunState, failed: Replan) => Revision | undefined;
  readonly arguments?: (tool: string, attempt: number) => JsonObject;
  readonly perform?: (tool: string, performance: number, args: JsonObject, step: StepId, attempt: number) => Outcome;
  readonly probe?: (tool: string, key: string) => Finding;
  readonly judgeCall?: (tool: string, attempt: number) => Verdict;
  readonly judgeStep?: (tool: string) => Verdict;
  readonly judgeRun?: Verdict;
  readonly decideApproval?: 'approve' | 'refuse' | 'expire' | 'wait';
  readonly resolveReview?: (asked: BodyOf<'review-requested'>, reviewsAsked: number) => ReviewResolution | 'expire';
  readonly mode?: Mode;
};
