/** What a story says of what is asked of the frontier, and of what it costs. */
import { assertNever, type BodyOf, type EventBody, usdText } from '@pitcrew/contracts';
import type { Said } from './story-line.ts';
import { assignments } from './values.ts';

const KINDS = [
  'escalation-wanted',
  'spend-reserved',
  'spend-refused',
  'escalation-failed',
  'step-rescued',
  'spend-settled',
] as const;
type Escalated = BodyOf<(typeof KINDS)[number]>;

export const isOfEscalation = (body: EventBody): body is Escalated => KINDS.some((kind) => kind === body.kind);

export function ofEscalation(body: Escalated): Said {
  switch (body.kind) {
    case 'escalation-wanted':
      return {
        who: 'orchestrator',
        text: `asks the frontier ${body.rescue === undefined ? 'for a plan' : `to re-run ${body.rescue.step}`}: ${body.explanation}`,
      };
    case 'spend-reserved': {
      const bound = `at most ${body.outputTokensMax} tokens of answer`;
      return { who: 'budget', text: `reserves ${usdText(body.amountMicroUsd)} for ${body.model}, ${bound}` };
    }
    case 'spend-refused':
      return { who: 'budget', text: `refuses: ${body.message}`, tone: 'bad' };
    case 'escalation-failed':
      return { who: 'frontier', text: `no answer to use: ${body.message}`, tone: 'bad' };
    case 'step-rescued':
      return { who: 'frontier', text: `${body.step} ${body.tool}(${assignments(body.arguments)})` };
    case 'spend-settled':
      return { who: 'budget', text: `settles ${usdText(body.amountMicroUsd)}` };
    default:
      return assertNever(body);
  }
}
