/**
 * What people decide, told where it is recorded, because the run's owner does not append it: the rung of the ladder in the metrics,
 * and the wait from the question to the answer as a span of the run's trace, under the ownership that asked.
 */
import type { LogEntry, NewEvent, RunLog } from '@pitcrew/bus';
import type { EventBody, RunEvent } from '@pitcrew/contracts';
import { rungsUsed } from '@pitcrew/run';
import { attributeNames, count, metrics, openSpan, spanNames } from '@pitcrew/telemetry';

export const told = (log: RunLog): RunLog => ({
  ...log,
  appendIn: async (append) => {
    // Decided again after each conflict; the last time is what was stored.
    let stored: { readonly event: NewEvent; readonly history: readonly LogEntry[] } | undefined;
    const result = await log.appendIn({
      ...append,
      decide: (history) => {
        const event = append.decide(history);
        stored = event && { event, history };
        return event;
      },
    });
    if (result.kind === 'stored' && stored !== undefined) tell(stored.event, stored.history);
    return result;
  },
});

function tell({ body, at, tenant, run }: NewEvent, history: readonly LogEntry[]): void {
  for (const { rung, outcome } of rungsUsed(body))
    count(metrics.ladderRung, { [attributeNames.ladderRung]: rung, [attributeNames.ladderOutcome]: outcome });
  const asked = questionOf(body, history);
  if (asked === undefined) return;
  const attributes = {
    [attributeNames.tenant]: tenant,
    [attributeNames.run]: run,
    [attributeNames.step]: asked.step,
    [attributeNames.tool]: asked.tool,
    ...answerOf(body),
  };
  const { name, event } = asked;
  openSpan(name, { parent: event.traceparent, startedAt: new Date(event.at), attributes }).end(new Date(at));
}

type Question = { readonly name: string; readonly step: string; readonly tool: string; readonly event: RunEvent };

/** The last one that was asked about the same step and item. */
function questionOf(answer: EventBody, history: readonly LogEntry[]): Question | undefined {
  if (answer.kind !== 'approval-decided' && answer.kind !== 'review-resolved') return undefined;
  const questions = history.flatMap((entry): Question[] => {
    if (entry.kind !== 'event') return [];
    const { body } = entry.event;
    const kind = answer.kind === 'approval-decided' ? 'approval-requested' : 'review-requested';
    if (body.kind !== kind || body.step !== answer.step || body.item !== answer.item) return [];
    const { step, tool } = body;
    const name = body.kind === 'approval-requested' ? spanNames.awaitApproval(tool) : spanNames.awaitReview(tool);
    return [{ name, step, tool, event: entry.event }];
  });
  return questions.at(-1);
}

const answerOf = (body: EventBody) =>
  body.kind === 'approval-decided'
    ? { [attributeNames.approved]: body.approved }
    : body.kind === 'review-resolved'
      ? { [attributeNames.resolution]: body.resolution.kind }
      : {};
