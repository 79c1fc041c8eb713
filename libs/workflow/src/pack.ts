/**
 * A workflow pack as the services use it: which tools a workflow may call, in which order, what they take and give, and
 * what has to be approved by a person. It is read once at start (load-packs.ts) and never changes while a service runs.
 */
import type { Condition, Digest, EffectClass, Limits, Mode } from '@pitcrew/contracts';

export type ScalarType = 'string' | 'integer' | 'number' | 'boolean';
export type ListType = 'string[]' | 'integer[]' | 'number[]';

export type Argument = {
  readonly type: ScalarType | ListType | 'enum';
  /** The closed set of an `enum`. */
  readonly values?: readonly string[];
  /** What an `integer` or `number` is at least and at most; a number of the request outside can't be meant. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** The letters that an id of this kind begins with where it is written in full: `INV` of `INV-5540`. */
  readonly prefix?: string;
  readonly optional: boolean;
  /** Where a value may come from: the request's own words, or a reference into a result. Absent: either. */
  readonly from?: 'request' | 'result';
  /**
   * The one place that the value is taken from, where the pack knows it: a path into the result of an earlier tool
   * (`get_trip.origin`), or `item`, the element of a `for_each`. Code resolves it and no model is asked.
   */
  readonly bound?: string;
};

/** What comes after a step that neither another call nor another plan got over: the frontier re-runs it, a person looks, or the run ends. */
export type OnLogicError = 'frontier' | 'review' | 'partial';

/** What must be true of a result for its step to count as done: `status ne closed`. */
export type ResultRule = {
  /** A path into the tool's own result, as its `result` declares it. */
  readonly reference: string;
  readonly operator: Condition['operator'];
  readonly literal: Condition['literal'];
};

/** The calls that a person has to approve: all of them, or those whose argument meets the rule. */
export type HighStakes =
  | true
  | {
      readonly argument: string;
      readonly operator: Condition['operator'];
      readonly literal: Condition['literal'];
    };

/**
 * A read that takes arguments of the call by their names and says in a boolean whether the call took effect. `false` promises that
 * it has not and will not; while a call may be under way the field is left out. It gives what the tool gives, so that its answer
 * can stand in for the one that was lost.
 */
export type Probe = { readonly tool: string; readonly field: string };

export type Tool = {
  readonly name: string;
  /** What the tool's step is called in a scratchpad: `Validate order`. No two tools of a pack share one. */
  readonly phrase: string;
  /** Undeclared in the pack means irreversible: the strictest reading of R3. */
  readonly effect: EffectClass;
  /** Tools whose steps must be done before this one. */
  readonly needs: readonly string[];
  readonly arguments: Readonly<Record<string, Argument>>;
  /** Type by path (`items[].sku`). Only declared paths can be referred to, so only they can enter an argument (R7). */
  readonly result: Readonly<Record<string, ScalarType | ListType>>;
  readonly holds?: ResultRule;
  readonly highStakes?: HighStakes;
  /** Of an irreversible tool: who can say whether a call of unknown outcome took effect. */
  readonly probe?: Probe;
};

/** What the template says of a tool's step beside its place. Paths name tools, for ids exist only in a plan: `get_event.attendees`. */
export type TemplateStep = {
  /** The list that the step runs once for each element of. */
  readonly forEach?: string;
  /** Of an earlier result; the step is skipped unless it holds. */
  readonly when?: {
    readonly reference: string;
    readonly operator: Condition['operator'];
    readonly literal: Condition['literal'];
  };
};

/** A condition that a request may put on a step: `issue_refund`, if `check_refund_policy.refund_amount` is such and such. */
export type ConditionSubject = {
  readonly tool: string;
  /** A path into the result of a tool that this one waits for. */
  readonly reference: string;
  readonly type: ScalarType;
  /** What a text may be compared with. */
  readonly values: readonly string[];
};

export type Pack = {
  readonly name: string;
  readonly title: string;
  /** One sentence for the router's readers: what this workflow does. */
  readonly covers: string;
  /** Of the pack's content; comments and layout of the file do not count. */
  readonly digest: Digest;
  /** Argument that every request must contain -> question to the caller when it does not. */
  readonly vital: Readonly<Record<string, string>>;
  readonly tools: Readonly<Record<string, Tool>>;
  /** The template plan: every tool once, in topological order. */
  readonly order: readonly string[];
  readonly template: Readonly<Record<string, TemplateStep>>;
  readonly conditions: readonly ConditionSubject[];
  /** The plans that a request may ask for, each by the tools that it leaves out. */
  readonly variations: Readonly<Record<string, { readonly without: readonly string[] }>>;
  /** Tighter bounds for the runs of this workflow (R5). */
  readonly limits?: Limits;
  readonly approval: { readonly expiresAfterMs: number };
  /**
   * From which confidence on the crew goes on by itself: with the router's choice of this workflow (else the router's own limit),
   * and with the planner's plan (0: always). What is less sure is asked of the frontier, if there is one.
   */
  readonly escalation: { readonly routeBelow?: number; readonly planBelow: number };
  /** Whether a person is asked about a step that the crew cannot do, or the run ends with what was done, as it does unless said. */
  readonly onLogicError: OnLogicError;
  readonly review: { readonly expiresAfterMs: number };
  /** How its runs are worked on unless a request says otherwise; `chain` when the pack says nothing. */
  readonly mode?: Mode;
};

/** A step is a plan node begun; no plan has more of them (R5). */
export const STEPS_MAX = 8;

/** Failed calls and refused proposals of a run (R5). */
export const ERRORS_MAX = 3;

/** Names come from models and callers too, so a name such as `constructor` must not find what every object has. */
export const toolOf = (pack: Pack, name: string): Tool | undefined => own(pack.tools, name);

export const variationOf = (pack: Pack, name: string): { readonly without: readonly string[] } | undefined =>
  own(pack.variations, name);

const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
