/** Lists that are remembered and brought up to date, against a stream that is sorted anew each time. */
import { JetStreamError } from '@nats-io/jetstream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from './link.ts';
import { newestMessages } from './newest-messages.ts';

const FILTER = 'ours.*';
type Stored = { readonly seq: number; readonly subject: string };
type Query = {
  readonly seq: number;
  readonly batch: number;
  readonly callback: (done: unknown, message?: unknown) => void;
};

/** A stream that keeps the last message of each subject, with a replica that is so many messages behind. */
function scriptedStream() {
  let stored: Stored[] = [];
  let last = 0;
  const requests: string[] = [];
  const lag = { messages: 0 };
  const ours = (from: number) => stored.filter(({ seq, subject }) => seq >= from && subject.startsWith('ours.'));
  const message = (one: Stored, lastSequence = 0) => ({ ...one, data: new Uint8Array(), lastSequence });
  const getBatch = async (_: string, { seq, batch, callback }: Query) => {
    requests.push('batch');
    await Promise.resolve();
    const answer = ours(seq)
      .filter((one) => one.seq <= last - lag.messages)
      .slice(0, batch);
    for (const [n, one] of answer.entries()) callback(null, message(one, answer[n - 1]?.seq));
    callback(answer.length > 0 ? {} : { err: Object.assign(new JetStreamError('no messages'), { code: 404 }) });
    return { stop: () => undefined };
  };
  const getMessage = async (_: string, { seq }: Query) => {
    requests.push('one');
    const [found] = ours(seq);
    return found === undefined ? null : message(found);
  };
  const info = async () => ({ state: { last_seq: last } });
  const jsm = { direct: { getBatch }, streams: { getMessage, info } };
  return {
    link: { jsm, attempt: (_: string, operation: () => unknown) => operation() } as unknown as Link,
    lag,
    requests,
    put(subject: string) {
      last += 1;
      stored = [...stored.filter((one) => one.subject !== subject), { seq: last, subject }];
    },
    newest: (count: number) =>
      ours(1)
        .map(({ subject }) => subject)
        .toReversed()
        .slice(0, count),
  };
}

const action = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    subject: fc.constantFrom('ours.a', 'ours.b', 'ours.c', 'ours.d', 'theirs.a'),
  }),
  fc.record({
    kind: fc.constant('burst' as const),
    subject: fc.constant('ours.'),
    size: fc.integer({ min: 10, max: 300 }),
  }),
  fc.record({ kind: fc.constant('list' as const), count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 20_000) }),
);

describe('the newest messages', () => {
  it('are those of the stream, whatever was stored between two looks and however much of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const stream = scriptedStream();
        let nowMs = 0;
        const newest = newestMessages(stream.link, 'KV_runs', () => nowMs);
        for (const each of actions) {
          if (each.kind === 'put') stream.put(each.subject);
          else if (each.kind === 'burst') for (let n = 0; n < each.size; n += 1) stream.put(`ours.burst-${n}`);
          else if (each.kind === 'wait') nowMs += each.ms;
          else
            expect((await newest(FILTER, each.count)).map(({ subject }) => subject)).toEqual(stream.newest(each.count));
        }
      }),
    );
  });

  it('cost one request when nothing came, and one more each for what did', async () => {
    const stream = scriptedStream();
    const newest = newestMessages(stream.link, 'KV_runs');
    for (let n = 0; n < 2_000; n += 1) stream.put(n % 2 === 0 ? `ours.${n}` : `theirs.${n}`);
    const askedOf = async () => {
      stream.requests.length = 0;
      await newest(FILTER, 51);
      return [...stream.requests];
    };
    expect(await askedOf()).toEqual(['batch']);
    // The replica may not have shown all that the leader has.
    expect(await askedOf()).toEqual(['one']);
    expect(await askedOf()).toEqual([]);
    stream.put('theirs.more');
    expect(await askedOf()).toEqual(['one']);
    stream.put('ours.4');
    expect(await askedOf()).toEqual(['one']);
    for (let n = 0; n < 17; n += 1) stream.put(`ours.${n}`);
    expect((await askedOf()).at(-1)).toBe('batch');
  });

  it('that a lagging replica did not show come with the next look', async () => {
    const stream = scriptedStream();
    const newest = newestMessages(stream.link, 'KV_runs');
    for (const name of ['a', 'b', 'c']) stream.put(`ours.${name}`);
    stream.lag.messages = 2;
    expect((await newest(FILTER, 1)).map(({ subject }) => subject)).toEqual(['ours.a']);
    expect((await newest(FILTER, 1)).map(({ subject }) => subject)).toEqual(['ours.c']);
  });
});
