/** A link to a scripted server, for tests: a real replica lags for too short a time to be caught. */
import { JetStreamError } from '@nats-io/jetstream';
import type { Link } from './link.ts';

type Request = { readonly seq: number; readonly batch: number; readonly callback: Callback };
type Callback = (done: { err?: Error } | null, message?: unknown) => void;

/** A leader with these sequences, and a replica that knows only the first `known` and may lose one on the way. */
export function linkTo(sequences: readonly number[], known: number, lost?: number): Link {
  const message = (seq: number, lastSequence = 0) => ({
    seq,
    subject: 'run.t.r.fact',
    data: new Uint8Array(),
    lastSequence,
  });
  const getBatch = async (_: string, { seq, batch, callback }: Request) => {
    await Promise.resolve();
    const answer = sequences
      .slice(0, known)
      .filter((one) => one >= seq)
      .slice(0, batch);
    for (const [n, one] of answer.entries()) if (one !== lost) callback(null, message(one, answer[n - 1]));
    if (answer.length > 0) callback({});
    else callback({ err: Object.assign(new JetStreamError('no messages'), { code: 404 }) });
    return { stop: () => undefined };
  };
  const getMessage = async (_: string, { seq = 1, last_by_subj }: { seq?: number; last_by_subj?: string }) => {
    const found = last_by_subj === undefined ? sequences.find((one) => one >= seq) : sequences.at(-1);
    return found === undefined ? null : message(found);
  };
  const jsm = { direct: { getBatch }, streams: { getMessage } };
  return { jsm, attempt: (_: string, operation: () => unknown) => operation() } as unknown as Link;
}
