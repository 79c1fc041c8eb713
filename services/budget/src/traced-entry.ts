/** The append of one ledger entry as a span: in the trace of the first caller whose command is in it, linked to the others. */
import type { SubjectAppendResult } from '@pitcrew/bus';
import { type BudgetFact, LEDGER_STREAM, LEDGER_SUBJECT } from '@pitcrew/contracts';
import { attributeNames, eventNames, linksTo, spanNames, withSpan } from '@pitcrew/telemetry';
import { alertAttributes } from './alert-attributes.ts';

type AppendedEntry = {
  /** Trace contexts of the callers; empty for those without one. */
  readonly callers: readonly string[];
  readonly facts: readonly BudgetFact[];
  readonly attempts: number;
};

export function tracedEntry(
  { callers, facts, attempts }: AppendedEntry,
  append: (traceparent: string) => Promise<SubjectAppendResult>,
): Promise<SubjectAppendResult> {
  const [parent = '', ...others] = callers.filter((traceparent) => traceparent !== '');
  const attributes = {
    [attributeNames.messagingSystem]: 'nats',
    [attributeNames.messagingDestination]: LEDGER_SUBJECT,
    [attributeNames.messagingOperation]: 'send',
    [attributeNames.messagingOperationType]: 'send',
    [attributeNames.budgetFacts]: facts.length,
    [attributeNames.budgetAttempts]: attempts,
  };
  const options = { kind: 'producer' as const, attributes, parent, links: linksTo(...others) };
  return withSpan(spanNames.send(LEDGER_STREAM), options, async (span) => {
    const result = await append(span.traceparent);
    if (result.kind === 'conflict') return result;
    for (const fact of facts)
      if (fact.kind === 'alert-raised') span.note(eventNames.budgetAlert, alertAttributes(fact));
    return result;
  });
}
