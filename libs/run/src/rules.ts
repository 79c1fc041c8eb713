/** What the machine must know of the workflow packs; the orchestrator answers from the packs that it loaded. */
import type { EffectClass, JsonObject, Limits, Mode, ToolDeclaration, WorkingMode } from '@pitcrew/contracts';
import type { Rung } from './rungs.ts';

export type Probe = {
  readonly tool: string;
  /** Arguments of the probe; each is taken from the argument of the same name of the call that is asked about. */
  readonly arguments: readonly string[];
  /** Path to a boolean of its result: true = the call took effect, false = it has not and will not; absent = not known. */
  readonly field: string;
};

export type RunRules = {
  /** What each workflow covers, one phrase each, for a request that none covers. */
  readonly covered: readonly string[];
  /** How a run of this workflow is worked on, given what its request says. */
  modeOf(workflow: string, asked: Mode | undefined): WorkingMode;
  /** Undeclared tools count as irreversible. */
  effectOf(workflow: string, tool: string): EffectClass;
  /** The read that says whether a call of this irreversible tool took effect. */
  probeOf(workflow: string, tool: string): Probe | undefined;
  /** The bounds that a workflow sets for its own runs; undefined: the usual ones. */
  limitsOf(workflow: string): Limits | undefined;
  /** Whether a person must approve this call. */
  isHighStakes(workflow: string, tool: string, args: JsonObject): boolean;
  /** The arguments that name what a request is about; every request must have them. */
  vitalOf(workflow: string): readonly string[];
  /** Whether plans may be asked of a frontier API. */
  readonly hybrid: boolean;
  /** A local plan less sure than this is escalated (0 to 1; 0: never). */
  planConfidenceMin(workflow: string): number;
  /** About a step that the crew cannot do: whether the frontier re-runs it, a person is asked, or the run ends with what was done. */
  onLogicError(workflow: string): 'frontier' | 'review' | 'partial';
  /** What a tool takes and gives; what a person gives in its place is checked against it. */
  declarationOf(workflow: string, tool: string): ToolDeclaration;
  /** Rungs of the ladder that are left out; none but in a measurement. */
  readonly without: ReadonlySet<Rung>;
};
