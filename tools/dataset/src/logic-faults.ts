/**
 * Impossible states that a tool may meet, and what a run should do then. The occasions are data of the packs
 * (`workflows/<pack>/logic-faults.yaml`); their wordings are split like the voices.
 */
import { readFileSync } from 'node:fs';
import type { PlanStep, Repair } from '@pitcrew/contracts';
import { REPLAN_LABELS, type ReplanLabel } from '@pitcrew/specialists';
import { expandPlan, type Pack, repairedPlan, type Situation, STEPS_MAX } from '@pitcrew/workflow';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Covered } from './requests.ts';
import { surfacesOf } from './slots.ts';

const Messages = z.strictObject({ train: z.array(z.string()), gate: z.array(z.string()), test: z.array(z.string()) });
const LogicFault = z.strictObject({ tool: z.string(), repair: z.enum(REPLAN_LABELS), messages: Messages });
export type LogicFault = z.infer<typeof LogicFault>;

export const readLogicFaults = (file: string): Readonly<Record<string, LogicFault>> =>
  z.record(z.string(), LogicFault).parse(parse(readFileSync(file, 'utf8')));

/** What the tool says about this request. */
export function logicMessage(message: string, row: Covered): string {
  const words = surfacesOf(row.template);
  return message.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? name);
}

/** Whether the plan of a request has the tool, and the repair is one of those that its plan allows. */
export function givesOccasion(
  pack: Pack,
  { tool, repair }: Pick<LogicFault, 'tool' | 'repair'>,
  row: Covered,
): boolean {
  const situation = situationAt(pack, row, tool);
  return situation !== undefined && (isStop(repair) || repairedPlan(pack, situation, repair) !== undefined);
}

export const isStop = (repair: ReplanLabel): repair is Exclude<ReplanLabel, Repair> => repair === 'stop';

/** All that stands before the tool's step is done; the bound on steps is left aside, for wordings don't depend on it. */
function situationAt(pack: Pack, row: Covered, tool: string): Situation | undefined {
  const plan = expandPlan(pack, row.variation, { condition: row.when });
  const failed = plan.steps.find((step) => step.tool === tool);
  if (failed === undefined) return undefined;
  return {
    plan,
    finished: new Set(earlierThan(plan.steps, failed).map(({ id }) => id)),
    failedStep: failed.id,
    firstOrdinal: plan.steps.length + 1,
    stepsLeft: STEPS_MAX,
  };
}

/** The steps that a step waits for, directly or not. */
export function earlierThan(steps: readonly PlanStep[], step: PlanStep): readonly PlanStep[] {
  const needed = new Set<string>(step.dependsOn);
  for (const each of [...steps].reverse()) if (needed.has(each.id)) for (const id of each.dependsOn) needed.add(id);
  return steps.filter(({ id }) => needed.has(id));
}
