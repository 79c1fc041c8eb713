/** What a story says of a plan that is asked of the frontier, and of what it costs. */
import { assertNever, type BodyOf } from '@pitcrew/contracts';
import type { Said } from './story-line.ts';

type Escalated = BodyOf<
  'escalation-wanted' | 'spend-reserved' | 'spend-refused' | 'escalation-failed' | 'spend-settled'
>;

export function ofEscalation(body: Escalated): Said {
  switch (body.kind) {
    case 'escalation-wanted':
      return { who: 'orchestrator', text: `asks the frontier for a plan: ${body.explanation}` };
    case 'spend-reserved': {
      const bound = `at most ${body.outputTokensMax} tokens of answer`;
      return { who: 'budget', text: `reserves ${dollars(body.amountMicroUsd)} for ${body.model}, ${bound}` };
    }
    case 'spend-refused':
      return { who: 'budget', text: `refuses: ${body.message}`, tone: 'bad' };
    case 'escalation-failed':
      return { who: 'frontier', text: `no plan: ${body.message}`, tone: 'bad' };
    case 'spend-settled':
      return { who: 'budget', text: `settles ${dollars(body.amountMicroUsd)}` };
    default:
      return assertNever(body);
  }
}

/** Of millionths of a dollar. */
const dollars = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(6)}`;
