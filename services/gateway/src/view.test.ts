import { foldRun } from '@pitcrew/run';
import { describe, expect, it } from 'vitest';
import { log, parked, refusedAndFinished, requested, run, toTheApproval, toTheApprovalBodies } from './run.fixture.ts';
import { SUMMARY_REQUEST_CHARACTERS_MAX, summaryOf, viewOf } from './view.ts';

const view = (count: number) => viewOf(foldRun(toTheApproval.slice(0, count)));

describe('the view of a run', () => {
  it('is queued with nothing known before it is claimed', () => {
    expect(view(1)).toEqual({
      phase: 'queued',
      conversation: {
        sessionId: run,
        originalRequest: 'Process order #4521',
        currentStep: 0,
        totalSteps: 0,
        completedSteps: [],
        pendingSteps: [],
        errorCount: 0,
        maxErrors: 3,
      },
      pendingApprovals: [],
      pendingReviews: [],
    });
  });

  it('counts steps by their place in the plan', () => {
    const { phase, workflow, conversation } = view(8);
    expect({ phase, workflow }).toEqual({ phase: 'running', workflow: 'order-processing' });
    expect(conversation).toMatchObject({
      currentStep: 2,
      totalSteps: 2,
      completedSteps: [{ step: 1, tool: 'validate_order', result: { valid: true }, latencyMs: 4 }],
      pendingSteps: ['confirm_order'],
    });
  });

  it('says how many errors the workflow allows', () => {
    const limits = { maxSteps: 4, maxErrors: 1, stepTimeoutMs: 1000 };
    const bodies = toTheApprovalBodies.map((body) => (body.kind === 'plan-proposed' ? { ...body, limits } : body));
    expect(viewOf(foldRun(log(...bodies))).conversation.maxErrors).toBe(1);
  });

  it('shows what a person needs to decide, and waits once the run is parked', () => {
    const { pendingApprovals, phase } = view(11);
    expect(phase).toBe('running');
    expect(pendingApprovals).toMatchObject([{ step: 's2', item: 0, planVersion: 1, tool: 'confirm_order' }]);
    expect(viewOf(foldRun(log(...toTheApprovalBodies, parked))).phase).toBe('waiting');
  });

  it('waits for nobody once it is finished', () => {
    const finished = viewOf(foldRun(log(...toTheApprovalBodies, ...refusedAndFinished)));
    expect(finished).toMatchObject({ phase: 'finished', pendingApprovals: [], outcome: { status: 'partial' } });
  });
});

describe('the summary of a run', () => {
  it('carries the times of the first and the last event', () => {
    expect(summaryOf(foldRun(toTheApproval))).toMatchObject({
      submittedAt: '2027-01-01T00:00:00.000Z',
      updatedAt: '2027-01-01T00:00:10.000Z',
    });
  });

  it.each([
    { length: SUMMARY_REQUEST_CHARACTERS_MAX, shown: SUMMARY_REQUEST_CHARACTERS_MAX, end: '🔧' },
    { length: SUMMARY_REQUEST_CHARACTERS_MAX + 1, shown: SUMMARY_REQUEST_CHARACTERS_MAX, end: '…' },
  ])('shows at most 200 whole characters of a request of $length', ({ length, shown, end }) => {
    const { request } = summaryOf(foldRun(log({ ...requested, request: '🔧'.repeat(length) } as typeof requested)));
    expect([...request]).toHaveLength(shown);
    expect(request.endsWith(end)).toBe(true);
  });
});
