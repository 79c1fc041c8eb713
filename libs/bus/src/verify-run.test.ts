/** Each way in which a stored log can differ from the one that was written, and what is said about it. */
import { digestOfText, newRunId, type RunId } from '@pitcrew/contracts';
import { expect, it } from 'vitest';
import { encodeEvent, NOTHING_BEFORE } from './entries.ts';
import type { StoredMessage } from './read-subjects.ts';
import { claimed, fired, requested, sampleTenant } from './sample-events.ts';
import { logSubject } from './subjects.ts';
import { type Finding, type Known, verifyRun } from './verify-run.ts';

const tenant = sampleTenant();
const run = newRunId();

/** Five events of a run at the sequences 10, 13, 16, 19 and 22, chained as the log chains them. */
function written(of: RunId = run): StoredMessage[] {
  let previousDigest = NOTHING_BEFORE;
  const events = [
    requested(tenant, of),
    claimed(tenant, of),
    fired(tenant, of, 1),
    fired(tenant, of, 2),
    fired(tenant, of, 3),
  ];
  return events.map((event, index) => {
    const bytes = encodeEvent({ ...event, previousDigest });
    previousDigest = digestOfText(bytes);
    const subject = logSubject(tenant, run, index === 0 ? 'in' : 'fact');
    return { sequence: 10 + index * 3, subject, bytes, expectedSequence: index === 0 ? 0 : 7 + index * 3 };
  });
}

const without = (...gone: readonly number[]) => written().filter(({ sequence }) => !gone.includes(sequence));
/** The log with other bytes at a sequence. */
const rewritten = (at: number, rewrite: (text: string) => string) =>
  written().map((message) =>
    message.sequence === at
      ? { ...message, bytes: Buffer.from(rewrite(Buffer.from(message.bytes).toString())) }
      : message,
  );
const saidOtherwise = (text: string) => text.replace('2026-11-22T10:00', '2026-11-22T11:00');
const chainedOtherwise = (text: string) =>
  text.replace(/"previousDigest":"[^"]+"/, `"previousDigest":"${digestOfText('x')}"`);
const unsigned = (messages: readonly StoredMessage[]) => messages.map(({ expectedSequence: _, ...message }) => message);
const upTo = (sequence: number, finished = false): Known => ({ sequence, finished });

it.each<[string, readonly StoredMessage[], Known | undefined, readonly Finding[]]>([
  ['all that was written, in its order', written(), undefined, []],
  ['a log that is further than its summary', written(), upTo(16), []],
  ['no log and no summary', [], undefined, []],
  ['no first event', without(10), undefined, [{ kind: 'start-missing', before: 13 }]],
  [
    'no first event, and no word of what stood before',
    unsigned(without(10)),
    undefined,
    [{ kind: 'start-missing', before: 13 }],
  ],
  ['an event missing', without(16), undefined, [{ kind: 'events-missing', after: 13, before: 19, last: 16 }]],
  ['two events missing', without(13, 16), undefined, [{ kind: 'events-missing', after: 10, before: 19, last: 16 }]],
  ['an event altered', rewritten(16, saidOtherwise), undefined, [{ kind: 'event-altered', sequence: 16 }]],
  ['the first event altered', rewritten(10, saidOtherwise), undefined, [{ kind: 'event-altered', sequence: 10 }]],
  ['a digest altered', rewritten(16, chainedOtherwise), undefined, [{ kind: 'event-altered', sequence: 16 }]],
  ['the first digest altered', rewritten(10, chainedOtherwise), undefined, [{ kind: 'event-altered', sequence: 10 }]],
  ['bytes that are no event', rewritten(16, () => 'gone'), undefined, [{ kind: 'event-unreadable', sequence: 16 }]],
  [
    "another run's events",
    written(newRunId()),
    undefined,
    [10, 13, 16, 19, 22].map((sequence) => ({ kind: 'event-misplaced', sequence })),
  ],
  [
    'no last event, though the summary covers it',
    without(22),
    upTo(22),
    [{ kind: 'end-missing', after: 19, upTo: 22 }],
  ],
  ['nothing, though there is a summary', [], upTo(22, true), [{ kind: 'end-missing', after: 0, upTo: 22 }]],
  [
    'no end, though the summary says finished',
    written(),
    upTo(22, true),
    [{ kind: 'end-missing', after: 22, upTo: 22 }],
  ],
  [
    'an event altered and another missing',
    rewritten(13, saidOtherwise).filter(({ sequence }) => sequence !== 19),
    undefined,
    [
      { kind: 'event-altered', sequence: 13 },
      { kind: 'events-missing', after: 16, before: 22, last: 19 },
    ],
  ],
])('finds what is wrong with %s', (_, messages, known, findings) => {
  expect(verifyRun(messages, known)).toEqual(findings);
});
