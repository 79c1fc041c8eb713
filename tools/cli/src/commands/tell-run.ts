/**
 * Follows a run and tells it on the terminal as it happens. A question to a person stops the telling until it is dealt
 * with; events wait meanwhile, none is lost.
 */
import { followRun, type Gateway, type RunPlace } from '@pitcrew/client';
import type { BodyOf, EventBody, StoredEvent } from '@pitcrew/contracts';
import { storyteller } from '../story/story.ts';
import { sayLine } from './terminal.ts';

/** The tenant is empty where a token says it. */
export type Place = RunPlace;

export type Told = {
  readonly events: readonly StoredEvent[];
  /** Whether the telling stopped at a question that nobody here can answer. */
  readonly left: boolean;
};

/** What a person has to answer before the run, or a branch of it, goes on. */
export type Question = BodyOf<'approval-requested' | 'review-requested' | 'clarification-wanted'>;

export type OnQuestion = (asked: Question) => Promise<'go-on' | 'leave'>;

const QUESTIONS: readonly string[] = ['approval-requested', 'review-requested', 'clarification-wanted'];
const isQuestion = (body: EventBody): body is Question => QUESTIONS.includes(body.kind);

export async function tellRun(
  gateway: Gateway,
  place: Place,
  onQuestion: OnQuestion,
  options: { readonly after?: number; readonly signal?: AbortSignal } = {},
): Promise<Told> {
  const tell = storyteller();
  const events: StoredEvent[] = [];
  for await (const stored of followRun(gateway, place, options)) {
    events.push(stored);
    const line = tell(stored);
    if (line !== undefined) sayLine(line);
    const { body } = stored.event;
    if (isQuestion(body) && (await onQuestion(body)) === 'leave') return { events, left: true };
  }
  return { events, left: false };
}
