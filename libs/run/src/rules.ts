/** What the machine must know of the workflow packs; the orchestrator answers from the packs that it loaded. */
import type { EffectClass, JsonObject, Mode, ToolDeclaration, WorkingMode } from '@pitcrew/contracts';
import type { Rung } from './rungs.ts';

export type RunRules = {
  /** What each workflow covers, one phrase each, for a request that none covers. */
  readonly covered: readonly string[];
  /** How a run of this workflow is worked on, given what its request says. */
  modeOf(workflow: string, asked: Mode | undefined): WorkingMode;
  /** Undeclared tools count as irreversible. */
  effectOf(workflow: string, tool: string): EffectClass;
  /** Whether a person must approve this call. */
  isHighStakes(workflow: string, tool: string, args: JsonObject): boolean;
  /** Whether a person is asked about a step that the crew cannot do, or the run ends with what was done. */
  onLogicError(workflow: string): 'review' | 'partial';
  /** What a tool takes and gives; what a person gives in its place is checked against it. */
  declarationOf(workflow: string, tool: string): ToolDeclaration;
  /** Rungs of the ladder that are left out; none but in a measurement. */
  readonly without: ReadonlySet<Rung>;
};
