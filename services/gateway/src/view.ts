/**
 * What callers see of a run: the folded state as the conversation context of GetRun, and as the line of ListRuns. Owns no
 * state and decides nothing.
 */
import {
  type CompletedStep,
  type GetRunResponse,
  type PendingApproval,
  type PendingClarification,
  type PendingReview,
  RunId,
  type RunOutcome,
  type RunPhase,
  type RunSummary,
} from '@pitcrew/contracts';
import type { RunState, StepState } from '@pitcrew/run';
import type { z } from 'zod';

/** A page of 200 summaries has to fit in one gRPC message. */
export const SUMMARY_REQUEST_CHARACTERS_MAX = 200;

export function viewOf(state: RunState): GetRunResponse {
  const steps = stepsOf(state);
  const unfinished = steps.findIndex(({ phase }) => phase.kind === 'open');
  return {
    phase: phaseOf(state),
    ...routedWorkflow(state),
    conversation: {
      sessionId: RunId.parse(state.run),
      originalRequest: state.request?.text ?? '',
      currentStep: unfinished < 0 ? steps.length : unfinished + 1,
      totalSteps: steps.length,
      completedSteps: completedSteps(steps),
      pendingSteps: steps.flatMap(({ step, phase }) => (phase.kind === 'open' ? [step.tool] : [])),
      errorCount: state.errorCount,
      maxErrors: state.limits.maxErrors,
    },
    pendingApprovals: pendingApprovals(state),
    pendingReviews: pendingReviews(state),
    ...pendingClarification(state),
    ...finishedOutcome(state),
  };
}

export function summaryOf(state: RunState): RunSummary {
  return {
    run: RunId.parse(state.run),
    request: shortened(state.request?.text ?? ''),
    phase: phaseOf(state),
    ...routedWorkflow(state),
    ...finishedOutcome(state),
    submittedAt: state.submittedAt,
    updatedAt: state.updatedAt,
  };
}

/** A finished run waits for nobody, whatever its branches were doing when it ended. */
export function pendingApprovals(state: RunState): PendingApproval[] {
  if (state.finished !== undefined) return [];
  return stepsOf(state).flatMap(({ calls }) =>
    [...calls.values()].flatMap(({ phase }) => {
      if (phase.kind !== 'proposed' || phase.approval.kind !== 'pending') return [];
      const { kind: _, ...asked } = phase.approval.asked;
      return [asked];
    }),
  );
}

export function pendingReviews(state: RunState): PendingReview[] {
  if (state.finished !== undefined) return [];
  return stepsOf(state).flatMap(({ review }) => {
    if (review?.kind !== 'pending') return [];
    const { kind: _, ...asked } = review.asked;
    return [asked];
  });
}

function pendingClarification({ finished, clarification }: RunState): { pendingClarification?: PendingClarification } {
  if (finished !== undefined || clarification?.kind !== 'pending') return {};
  const { question, expiresAt } = clarification.asked;
  return { pendingClarification: { question, expiresAt } };
}

export function phaseOf(state: RunState): RunPhase {
  if (state.finished !== undefined) return 'finished';
  if (state.owner === undefined) return 'queued';
  return state.parked ? 'waiting' : 'running';
}

const stepsOf = (state: RunState): readonly StepState[] =>
  (state.plan?.steps ?? []).flatMap(({ id }) => state.steps.get(id) ?? []);

const completedSteps = (steps: readonly StepState[]): z.infer<typeof CompletedStep>[] =>
  steps.flatMap(({ step, phase, calls }, index) => {
    if (phase.kind !== 'succeeded') return [];
    const latencyMs = Math.round([...calls.values()].reduce((total, call) => total + call.latencyMs, 0));
    return [{ step: index + 1, tool: step.tool, result: phase.result, latencyMs }];
  });

function routedWorkflow(state: RunState): { workflow?: string } {
  const workflow = state.routed?.route.workflow;
  return workflow === undefined ? {} : { workflow };
}

function finishedOutcome({ finished }: RunState): { outcome?: z.infer<typeof RunOutcome> } {
  if (finished === undefined) return {};
  const { status, stopReason, account, confidence, disclaimer } = finished;
  return { outcome: { status, stopReason, account, confidence, ...(disclaimer !== undefined && { disclaimer }) } };
}

/** Of a request, for a list. */
export const shortened = (text: string): string => {
  const characters = [...text];
  if (characters.length <= SUMMARY_REQUEST_CHARACTERS_MAX) return text;
  return `${characters.slice(0, SUMMARY_REQUEST_CHARACTERS_MAX - 1).join('')}…`;
};
