/** What a run did, in sentences: the account of a finished run, and the summary that a person decides an approval on. */
import {
  type JsonObject,
  type PlanStep,
  type Repair,
  type RunStatus,
  type StopReason,
  visibleText,
} from '@pitcrew/contracts';
import type { Repaired, RunState, StepState } from './state.ts';

/** One or more sentences for the caller. `reason` says why the run ended, unless it simply succeeded. */
export function account(state: RunState, status: RunStatus, stopReason: StopReason, reason: string): string {
  if (state.plan === undefined) return reason;
  const failed = [...state.steps.values()].some(({ phase }) => phase.kind === 'failed');
  const why =
    status === 'cancelled'
      ? `Cancelled: ${reason}.`
      : stopReason === 'review_aborted'
        ? `${reason}.`
        : failed
          ? ''
          : reason;
  return onOneLine([done(state), ...notDone(state), why].filter((part) => part !== ''));
}

/** What was done so far, for a person who is asked about what was not. */
export const summaryOfDone = (state: RunState): string => onOneLine([done(state), ...byPeople(state)]);

/** What was done so far, why a person is asked where the call itself doesn't say it, and the exact call that will happen: what is shown of a value parses to that value. */
export function approvalSummary(state: RunState, step: PlanStep, args: JsonObject, why?: string): string {
  const call = Object.entries(args).map(([name, value]) => `${name}=${visibleText(JSON.stringify(value))}`);
  const before = onOneLine([summaryOfDone(state), ...(why === undefined ? [] : [why])]);
  return `${before} Next: ${step.tool}(${call.join(', ')}).`;
}

/** Tools and people are quoted in it, and none of them may add a line or hide a letter. */
const onOneLine = (sentences: readonly string[]): string => visibleText(sentences.join(' ').replace(/\s+/g, ' '));

function done(state: RunState): string {
  const tools = toolsIn(state, 'succeeded');
  return tools.length === 0 ? 'Nothing was done.' : `Done: ${tools.join(', ')}.`;
}

function notDone(state: RunState): readonly string[] {
  const steps = [...state.steps.values()];
  const open = toolsIn(state, 'open');
  return [
    ...byPeople(state),
    ...state.repaired.map(repaired),
    ...steps.flatMap(failure),
    ...steps.flatMap(({ step, phase }) =>
      phase.kind === 'skipped' ? [`Skipped: ${step.tool} (${phase.message}).`] : [],
    ),
    ...(open.length === 0 ? [] : [`Not done: ${open.join(', ')}.`]),
  ];
}

/** What people took upon themselves, or left unanswered. */
const byPeople = ({ steps }: RunState): readonly string[] =>
  [...steps.values()].flatMap(({ step, review }) => {
    if (review?.kind === 'expired') return [`Nobody answered in time what was asked about ${step.tool}.`];
    if (review?.kind !== 'resolved') return [];
    const { decidedBy, resolution } = review;
    if (resolution.kind === 'take-over') return [`${decidedBy} gave the result of ${step.tool}.`];
    return resolution.kind === 'retry' ? [`${decidedBy} gave the arguments of ${step.tool}.`] : [];
  });

const repaired = ({ tool, message, repair }: Repaired): string =>
  `${tool} failed: ${message.replace(/\.+$/, '')}; ${REPAIRED[repair]}.`;

const REPAIRED: Readonly<Record<Repair, string>> = {
  refresh: 'what it relies on was read anew',
  skip: 'the run went on without it',
  alternative: 'the other branch was taken',
};

const failure = ({ step, phase }: StepState): readonly string[] =>
  phase.kind === 'failed' ? [`${step.tool} failed: ${phase.message}.`.replace(/\.+$/, '.')] : [];

const toolsIn = (state: RunState, kind: StepState['phase']['kind']): readonly string[] =>
  [...state.steps.values()].filter(({ phase }) => phase.kind === kind).map(({ step }) => step.tool);
