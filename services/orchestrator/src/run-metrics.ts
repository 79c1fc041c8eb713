/**
 * What one more fact of a run adds to the metrics. `measured` is pure: it needs the fact, its time, and of the run before it only
 * what the fact refers to (its workflow, its beginning, why an escalation was wanted). Whoever appends a fact tells it once.
 */
import type { EventBody } from '@pitcrew/contracts';
import { type RunState, rungsUsed } from '@pitcrew/run';
import {
  type Attributes,
  attributeNames,
  type CounterMetric,
  count,
  eventNames,
  type HistogramMetric,
  log,
  metrics,
  noteOnCurrentSpan,
  record,
} from '@pitcrew/telemetry';

export type Measured =
  | { readonly kind: 'count'; readonly metric: CounterMetric; readonly attributes: Attributes }
  | {
      readonly kind: 'value';
      readonly metric: HistogramMetric;
      readonly value: number;
      readonly attributes: Attributes;
    };

type Known = Pick<RunState, 'routed' | 'submittedAt' | 'escalations'>;
type Fact = { readonly at: string; readonly body: EventBody };

export function measured(before: Known, { at, body }: Fact): readonly Measured[] {
  const workflow = { [attributeNames.genAiWorkflow]: workflowOf(before, body) };
  const rungs = rungsUsed(body).map(({ rung, outcome }) =>
    counted(metrics.ladderRung, {
      [attributeNames.ladderRung]: rung,
      [attributeNames.ladderOutcome]: outcome,
      ...workflow,
    }),
  );
  return [...rungs, ...othersOf(before, body, at, workflow)];
}

function othersOf(before: Known, body: EventBody, at: string, workflow: Attributes): readonly Measured[] {
  switch (body.kind) {
    case 'plan-refused':
      return [counted(metrics.plansRefused, workflow)];
    case 'plan-proposed':
      return body.escalation === undefined ? [] : [escalated(before, body.escalation, 'answered')];
    case 'step-rescued':
      return [escalated(before, body.escalation, 'answered')];
    case 'escalation-failed':
      return [escalated(before, body.escalation, 'failed')];
    case 'spend-refused':
      return [escalated(before, body.escalation, 'no-budget')];
    case 'run-finished': {
      const { status, stopReason } = body;
      const ending = { [attributeNames.runStatus]: status, [attributeNames.stopReason]: stopReason, ...workflow };
      const failure = status === 'failed' || status === 'partial' ? stopReason : undefined;
      const seconds = (Date.parse(at) - Date.parse(before.submittedAt ?? at)) / 1000;
      const attributes = { ...workflow, [attributeNames.errorType]: failure };
      return [
        counted(metrics.runsFinished, ending),
        { kind: 'value', metric: metrics.workflowDuration, value: Math.max(0, seconds), attributes },
      ];
    }
    default:
      return [];
  }
}

const counted = (metric: CounterMetric, attributes: Attributes): Measured => ({ kind: 'count', metric, attributes });

const escalated = ({ escalations }: Known, number: number, outcome: string): Measured =>
  counted(metrics.escalations, {
    [attributeNames.escalationCause]: escalations[number - 1]?.cause,
    [attributeNames.escalationOutcome]: outcome,
  });

/** Absent before the request is routed, and for one that no workflow covers. */
const workflowOf = ({ routed }: Known, body: EventBody): string | undefined =>
  body.kind === 'plan-proposed' ? body.plan.workflow : routed?.route.workflow;

/** Into the metrics; the rungs also on the span of the run's ownership, where a reader of the trace looks for them. */
export function tellMetrics(before: RunState, fact: Fact): void {
  for (const each of measured(before, fact))
    if (each.kind === 'count') count(each.metric, each.attributes);
    else record(each.metric, each.value, each.attributes);
  for (const { rung, outcome } of rungsUsed(fact.body))
    noteOnCurrentSpan(eventNames.ladderRung, {
      [attributeNames.ladderRung]: rung,
      [attributeNames.ladderOutcome]: outcome,
      ...placeOf(fact.body),
    });
  if (fact.body.kind === 'run-finished') logEnd(before, fact.body);
}

function placeOf(body: EventBody): Attributes {
  return {
    ...('step' in body && { [attributeNames.step]: body.step }),
    ...('item' in body && { [attributeNames.item]: body.item }),
    ...('attempt' in body && { [attributeNames.attempt]: body.attempt }),
    ...('performance' in body && { [attributeNames.performance]: body.performance }),
  };
}

function logEnd(before: RunState, { status, stopReason }: Extract<EventBody, { kind: 'run-finished' }>): void {
  log('INFO', 'run finished', {
    [attributeNames.run]: before.run,
    [attributeNames.tenant]: before.tenant,
    [attributeNames.workflow]: before.routed?.route.workflow,
    [attributeNames.runStatus]: status,
    [attributeNames.stopReason]: stopReason,
  });
}
