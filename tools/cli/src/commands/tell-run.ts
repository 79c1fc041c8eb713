/**
 * Follows a run and tells it on the terminal as it happens. A question to a person stops the telling until it is dealt
 * with; events wait meanwhile, none is lost.
 */
import type { BodyOf, RunId, StoredEvent, TenantId } from '@pitcrew/contracts';
import { followRun, type Gateway } from '../follow-run.ts';
import { storyteller } from '../story/story.ts';
import { sayLine } from './terminal.ts';

export type Place = { readonly tenant: TenantId; readonly run: RunId };

export type Told = {
  readonly events: readonly StoredEvent[];
  /** Whether the telling stopped at a question that nobody here can answer. */
  readonly left: boolean;
};

export type OnQuestion = (asked: BodyOf<'approval-requested'>) => Promise<'go-on' | 'leave'>;

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
    if (body.kind === 'approval-requested' && (await onQuestion(body)) === 'leave') return { events, left: true };
  }
  return { events, left: false };
}
