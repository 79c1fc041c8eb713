/**
 * One attempt to store a message, if nobody stored another on the filter's subjects after the expected sequence. Anything but
 * `stored` says nothing yet: a retry of what was stored is refused by one replica and called a duplicate by three. The
 * caller reads from the expected sequence on to find out.
 */
import { JetStreamApiError } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { BusUnavailable } from './errors.ts';
import { type Link, REQUEST_TIMEOUT_MS } from './link.ts';
import { isWrongSequence } from './streams.ts';

/** The first id is still being stored: "duplicate message id is in process". */
const DUPLICATE_IN_PROCESS = 10_158;

export type Publication = {
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** Of the message: the server stores no two with the same id within its window. */
  readonly id: string;
  readonly traceparent: string;
  /** What the check covers. */
  readonly filter: string;
  readonly expectedSequence: number;
};

export type PublishAnswer =
  | { readonly kind: 'stored'; readonly sequence: number }
  | { readonly kind: 'refused' }
  /** A duplicate, or silence: it may be stored. */
  | { readonly kind: 'unknown'; readonly cause: unknown };

export async function publishExpecting(link: Link, publication: Publication): Promise<PublishAnswer> {
  const { subject, bytes, id, traceparent, filter, expectedSequence } = publication;
  const header = headers();
  if (traceparent !== '') header.set('traceparent', traceparent);
  const expect = { lastSubjectSequence: expectedSequence, lastSubjectSequenceSubject: filter };
  const options = { msgID: id, expect, headers: header, timeout: REQUEST_TIMEOUT_MS };
  try {
    const { duplicate, seq } = await link.attempt(`appending ${id}`, () => link.js.publish(subject, bytes, options));
    return duplicate ? { kind: 'unknown', cause: 'duplicate' } : { kind: 'stored', sequence: seq };
  } catch (error) {
    if (isWrongSequence(error)) return { kind: 'refused' };
    if (error instanceof JetStreamApiError && error.code === DUPLICATE_IN_PROCESS)
      return { kind: 'unknown', cause: error };
    if (error instanceof BusUnavailable && error.outcome === 'unknown') return { kind: 'unknown', cause: error };
    throw error;
  }
}
