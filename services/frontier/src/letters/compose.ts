/**
 * A task as the letter that asks it, with the one way to read its answer. Pure: the same task and packs make the same letter,
 * so `Prepare` and the call that follows need share nothing.
 */
import type { PlanTask, RescueTask } from '@pitcrew/contracts';
import { oneLine } from '@pitcrew/specialists';
import { type Pack, toolOf } from '@pitcrew/workflow';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { vocabularyOf } from '../redaction/vocabulary.ts';
import type { Bindings } from './bindings.ts';
import { type Letter, stateOf } from './letter.ts';
import { NO_WORKFLOW, PlanAnswer, planLetter } from './plan-letter.ts';
import { type ReadCall, readCall } from './read-call.ts';
import { type ReadPlan, readPlan } from './read-plan.ts';
import { openArguments, RescueAnswer, rescueContext, rescueLetter } from './rescue-letter.ts';

/** `unfit`: there is nothing to ask, so nothing is sent. */
export type Composed<Answer> =
  | {
      readonly kind: 'composed';
      readonly letter: Letter;
      readonly originals: readonly string[];
      readonly read: (answer: unknown) => Answer;
    }
  | { readonly kind: 'unfit'; readonly message: string };

export type PlanReading =
  | (Extract<ReadPlan, { kind: 'plan' }> & { readonly pack: Pack })
  | Extract<ReadPlan, { kind: 'refused' }>
  | Unable
  | Misshapen;
export type CallReading = ReadCall | Unable | Misshapen;
type Unable = { readonly kind: 'unable'; readonly message: string };
type Misshapen = { readonly kind: 'misshapen'; readonly message: string };

export function composePlan(packs: readonly Pack[], task: PlanTask): Composed<PlanReading> {
  const usable = packs.filter(({ name }) => task.workflows.length === 0 || task.workflows.includes(name));
  const missing = task.workflows.find((name) => !packs.some((pack) => pack.name === name));
  if (missing !== undefined) return { kind: 'unfit', message: `the frontier service has no pack called ${missing}` };
  const redactor = createRedactor(vocabularyOf(usable));
  const done = stateOf(usable, task.history, redactor);
  const bindings = redactedRequest(task.request, redactor);
  const letter = planLetter(usable, bindings.text, done);
  return {
    kind: 'composed',
    letter,
    originals: redactor.vault.originals(),
    read: (answer) => planReading(usable, answer, bindings),
  };
}

function planReading(packs: readonly Pack[], answer: unknown, bindings: Bindings): PlanReading {
  const parsed = PlanAnswer.safeParse(answer);
  if (!parsed.success) return { kind: 'misshapen', message: 'the answer is not of the shape that was asked for' };
  const { workflow, reason, steps } = parsed.data;
  if (workflow === NO_WORKFLOW && steps.length === 0)
    return { kind: 'unable', message: bindings.vault.restore(reason ?? '') || 'the model gives no reason' };
  const pack = packs.find(({ name }) => name === workflow);
  if (pack === undefined) return { kind: 'refused', problems: ['the plan is for a workflow that was not offered'] };
  const read = readPlan(pack, parsed.data, bindings);
  return read.kind === 'plan' ? { ...read, pack } : read;
}

export function composeRescue(packs: readonly Pack[], task: RescueTask): Composed<CallReading> {
  const pack = packs.find(({ name }) => name === task.workflow);
  if (pack === undefined) return { kind: 'unfit', message: `the frontier service has no pack called ${task.workflow}` };
  const tool = toolOf(pack, task.tool);
  if (tool === undefined) return { kind: 'unfit', message: `${task.tool} is not a tool of ${pack.name}` };
  if (Object.keys(openArguments(tool)).length === 0)
    return {
      kind: 'unfit',
      message: `every argument of ${tool.name} comes from earlier results: there is none to choose`,
    };
  const redactor = createRedactor(vocabularyOf([pack]));
  const context = rescueContext(pack, tool, task, redactor);
  const letter = rescueLetter(pack, tool, redactedRequest(task.request, redactor).text, context);
  const { vault } = redactor;
  const read = (answer: unknown): CallReading => {
    const parsed = RescueAnswer.safeParse(answer);
    if (!parsed.success) return { kind: 'misshapen', message: 'the answer is not of the shape that was asked for' };
    if (parsed.data.able) return readCall(pack, tool, task, parsed.data, vault);
    return { kind: 'unable', message: vault.restore(parsed.data.reason ?? '') || 'the model gives no reason' };
  };
  return { kind: 'composed', letter, originals: vault.originals(), read };
}

/** One line, as the readers of amounts take it, so that places are places of the same text. */
function redactedRequest(request: string, redactor: Redactor): Bindings & { readonly text: string } {
  const line = oneLine(request);
  const { text, places } = redactor.text(line);
  return { text, places, request: line, vault: redactor.vault };
}
