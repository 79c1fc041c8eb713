/**
 * The one question that a caller may be asked about an unclear request, if the request allows it. The answer joins the request,
 * which is routed anew; a request that is unclear even so ends as one that allows no question (R5).
 */
import type { BodyOf } from '@pitcrew/contracts';
import type { Effect } from './effect.ts';
import type { RunState } from './state.ts';

/** The request as it is read once the question is answered. */
export const joined = (request: string, answer: string): string => `${request}\n${answer}`;

/** What is to be done about an unclear request; undefined when nobody is asked any more, and the run ends. */
export function clarify({ request, clarification, parked }: RunState, question: string): readonly Effect[] | undefined {
  if (request?.clarify !== true) return undefined;
  if (clarification === undefined) return [{ kind: 'request-clarification', question }];
  if (clarification.kind !== 'pending') return undefined;
  return parked ? [] : [{ kind: 'park', waitingFor: [] }];
}

export const wantClarification = (state: RunState, asked: BodyOf<'clarification-wanted'>): RunState => ({
  ...state,
  clarification: { kind: 'pending', asked },
});

/** An answer that nobody waits for changes nothing. */
export function giveClarification(state: RunState, { answer }: BodyOf<'clarification-given'>): RunState {
  const { request, clarification, finished } = state;
  if (finished !== undefined || clarification?.kind !== 'pending' || request === undefined) return state;
  return {
    ...state,
    request: { ...request, text: joined(request.text, answer) },
    clarification: { kind: 'given', asked: clarification.asked, answer },
    routed: undefined,
  };
}

export function expireClarification(state: RunState): RunState {
  const { clarification } = state;
  if (clarification?.kind !== 'pending') return state;
  return { ...state, clarification: { kind: 'expired', asked: clarification.asked } };
}
