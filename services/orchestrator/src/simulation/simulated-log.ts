/** The run log with its check and its chain, in memory, over a network that loses requests and acknowledgements. */
import { digestOfText, type RunEvent, type StoredEvent } from '@pitcrew/contracts';
import type { Appended, NewEvent } from '../ports.ts';
import type { Random } from './random.ts';

/** The bus did not answer; whether the event is stored is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What the bus says of a leader that has not applied what the reader knows of. */
export function notBefore(events: readonly StoredEvent[], upTo: number): readonly StoredEvent[] {
  const last = events.at(-1)?.sequence ?? 0;
  if (last < upTo) throw new Error(`the log does not know event ${upTo} yet, and ends at ${last}`);
  return events;
}

export type SimulatedLog = {
  readonly events: readonly StoredEvent[];
  append(event: NewEvent, expectedSequence: number): Appended;
  /** As `append`, but the request or its acknowledgement may be lost. */
  appendOverNetwork(event: NewEvent, expectedSequence: number): Appended;
};

export function createLog(random: Random, lossProbability: number): SimulatedLog {
  const events: StoredEvent[] = [];
  const append = (event: NewEvent, expectedSequence: number): Appended => {
    const last = events.at(-1);
    if ((last?.sequence ?? 0) !== expectedSequence)
      return { kind: 'conflict', newer: events.filter(({ sequence }) => sequence > expectedSequence) };
    const previousDigest = digestOfText(last === undefined ? '' : JSON.stringify(last.event));
    const sequence = expectedSequence + 1;
    events.push({ sequence, event: { ...event, previousDigest } satisfies RunEvent });
    return { kind: 'stored', sequence };
  };
  return {
    events,
    append,
    appendOverNetwork: (event, expectedSequence) => {
      if (random.chance(lossProbability)) throw new NoAnswer('the request was lost');
      const answer = append(event, expectedSequence);
      if (random.chance(lossProbability)) throw new NoAnswer('the acknowledgement was lost');
      return answer;
    },
  };
}
