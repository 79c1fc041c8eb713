/** A log as a story: one line a fact, in the words of the product. For tests and for people who read them. */
import type { EventBody, Finding, Plan, ReviewResolution, StoredEvent } from '@pitcrew/contracts';

export const transcript = (events: readonly StoredEvent[]): string =>
  `${events.map(({ event }) => `${event.epoch} ${event.body.kind.padEnd(18)} ${tell(event.body)}`.trimEnd()).join('\n')}\n`;

function tell(body: EventBody): string {
  switch (body.kind) {
    case 'run-requested':
      return `${JSON.stringify(body.request)}${body.mode === undefined ? '' : `, ${body.mode}`}${body.clarify ? ', may be asked' : ''}`;
    case 'run-routed':
      return `${body.route.workflow ?? 'none'}, ${body.route.clarity}${body.question === '' ? '' : `: ${body.question}`}`;
    case 'plan-proposed':
      return stepsText(body.plan).concat(thought(body));
    case 'plan-revised':
      return `${body.failedStep} ${body.repair}, version ${body.plan.version}: ${stepsText(body.plan)}`;
    case 'replan-refused':
      return `${body.step} ${body.message}`;
    case 'call-proposed':
      return `${at(body)} ${body.tool} ${JSON.stringify(body.arguments)}${thought(body)}`;
    case 'call-judged':
    case 'step-judged':
      return `${at(body)} ${body.verdict.passed ? 'passed' : `refused: ${body.verdict.findings.join(' ')}`}`;
    case 'call-performed':
      return `${at(body)} try ${body.performance}: ${body.outcome.kind === 'succeeded' ? JSON.stringify(body.outcome.result) : `${body.outcome.errorClass} error, executed ${body.outcome.executed}: ${body.outcome.message}`}`;
    case 'call-probed':
      return `${at(body)} ask ${body.probe} of ${body.tool}: ${found(body.finding)}`;
    case 'call-refused':
      return `${at(body)} ${body.message}`;
    case 'approval-requested':
      return `${body.step} ${body.summary}`;
    case 'approval-decided':
      return `${body.step} ${body.approved ? 'approved' : `refused: ${body.reason}`} by ${body.decidedBy}`;
    case 'review-requested':
      return `${at(body)} ${body.tool}: ${body.message} (${body.stopReason}). ${body.summary} Offers: ${body.offers.join(', ')}`;
    case 'review-resolved':
      return `${at(body)} by ${body.decidedBy}: ${resolutionText(body.resolution)}`;
    case 'clarification-wanted':
      return body.question;
    case 'clarification-given':
      return body.answer;
    case 'step-failed':
      return `${body.step} ${body.stopReason}: ${body.message}`;
    case 'step-skipped':
      return `${body.step} ${body.message}`;
    case 'step-succeeded':
      return body.step;
    case 'run-judged':
      return `${body.verdict.passed ? 'passed' : `refused: ${body.verdict.findings.join(' ')}`}${thought(body)}`;
    case 'run-parked':
      return `waiting for ${body.waitingForBudget ? 'budget' : body.waitingFor.join(' ')}`;
    case 'escalation-wanted':
      return `${body.cause}: ${body.explanation}`;
    case 'spend-reserved':
      return `${body.amountMicroUsd} for ${body.inputTokens} tokens and at most ${body.outputTokensMax} by ${body.model}`;
    case 'spend-refused':
      return `${body.message}${body.resumesAt === undefined ? '' : `, until ${body.resumesAt}`}`;
    case 'escalation-failed':
      return `${body.message} (charged: ${body.charge.kind})`;
    case 'step-rescued':
      return `${at(body)} ${body.tool} ${JSON.stringify(body.arguments)}`;
    case 'spend-settled':
      return `${body.amountMicroUsd}`;
    case 'run-finished':
      return `${body.status}, ${body.stopReason}: ${body.account}${body.disclaimer === undefined ? '' : `\n    ${body.disclaimer}`}`;
    case 'cancel-requested':
      return body.reason;
    case 'plan-refused':
      return body.message;
    case 'timer-fired':
      return body.timer;
    case 'run-claimed':
    case 'budget-raised':
      return '';
  }
}

const found = (finding: Finding): string =>
  finding.kind === 'took-effect'
    ? `it took effect, ${JSON.stringify(finding.result)}`
    : finding.kind === 'did-nothing'
      ? 'it did nothing'
      : `not known, ${finding.message}`;

function resolutionText(resolution: ReviewResolution): string {
  switch (resolution.kind) {
    case 'retry':
      return `retry ${JSON.stringify(resolution.arguments)}${resolution.didNothing ? ', for it did nothing' : ''}`;
    case 'take-over':
      return `take over, with ${JSON.stringify(resolution.result)}`;
    case 'skip':
      return 'skip';
    case 'abort':
      return `abort: ${resolution.reason}`;
  }
}

const stepsText = ({ steps }: Plan): string =>
  steps
    .map(({ id, tool, dependsOn }) => `${id} ${tool}${dependsOn.length > 0 ? ` after ${dependsOn.join(' ')}` : ''}`)
    .join('; ');

const at = ({ step, item, attempt }: { step: string; item: number; attempt: number }): string =>
  `${step}${item > 0 ? `[${item}]` : ''} #${attempt}`;

const thought = ({ scratchpad }: { readonly scratchpad?: string | undefined }): string =>
  scratchpad === undefined ? '' : `\n${scratchpad.replaceAll(/^/gm, '    ')}`;
