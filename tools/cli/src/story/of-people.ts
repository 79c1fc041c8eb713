/** What a story says of questions to people, and of what they answer or want. */
import { assertNever, type BodyOf, type ReviewResolution } from '@pitcrew/contracts';
import type { Said } from './story-line.ts';
import { assignments, resultText } from './values.ts';

type OfPeople = BodyOf<
  | 'approval-requested'
  | 'approval-decided'
  | 'review-requested'
  | 'review-resolved'
  | 'clarification-wanted'
  | 'clarification-given'
  | 'cancel-requested'
>;

export function ofPeople(body: OfPeople, named: (step: string) => string): Said {
  switch (body.kind) {
    case 'approval-requested':
      return approvalQuestion(body);
    case 'approval-decided': {
      const decision = body.approved ? 'approves' : 'refuses';
      return { who: body.decidedBy, text: `${decision} ${named(body.step)}${because(body.reason)}` };
    }
    case 'review-requested':
      return reviewQuestion(body);
    case 'review-resolved':
      return { who: body.decidedBy, text: resolved(named(body.step), body.resolution) };
    case 'clarification-wanted':
      return { who: 'router', text: body.question, details: [`answer by ${body.expiresAt}`], tone: 'question' };
    case 'clarification-given':
      return { who: 'caller', text: `"${body.answer.trim()}"` };
    case 'cancel-requested':
      return { who: 'caller', text: `asks to cancel${because(body.reason)}` };
    default:
      return assertNever(body);
  }
}

const approvalQuestion = ({ step, tool, arguments: args, summary, expiresAt }: BodyOf<'approval-requested'>): Said => ({
  who: 'orchestrator',
  text: `${step} ${tool} needs approval`,
  details: [`${tool}(${assignments(args)})`, ...summary.split('\n'), `decide by ${expiresAt}`],
  tone: 'question',
});

const reviewQuestion = ({
  step,
  tool,
  message,
  summary,
  call,
  offers,
  expiresAt,
}: BodyOf<'review-requested'>): Said => ({
  who: 'orchestrator',
  text: `${step} ${tool} needs a person: ${message}`,
  details: [
    ...(call === undefined ? [] : [`${tool}(${assignments(call.arguments)})`]),
    summary,
    `${offers.join(', ')}; answer by ${expiresAt}`,
  ],
  tone: 'question',
});

function resolved(step: string, resolution: ReviewResolution): string {
  switch (resolution.kind) {
    case 'retry':
      return `${step}: again, with ${assignments(resolution.arguments)}`;
    case 'skip':
      return `leaves ${step} out`;
    case 'take-over':
      return `${step} -> ${resultText(resolution.result)}`;
    case 'abort':
      return `ends the run at ${step}${because(resolution.reason)}`;
    default:
      return assertNever(resolution);
  }
}

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);
