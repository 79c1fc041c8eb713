import { digestOfText, newRunId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { decodeEntries, decodeEntry, encodeEvent, NOTHING_BEFORE } from './entries.ts';
import { EventTooLarge, RunLogDamaged } from './errors.ts';
import { claimed, fired, requested, sampleTenant } from './sample-events.ts';
import { EVENT_BYTES_MAX } from './streams.ts';

const tenant = sampleTenant();
const run = newRunId();

/** Three events of one run, chained as the log chains them. */
function chain() {
  let previousDigest = NOTHING_BEFORE;
  return [requested(tenant, run), claimed(tenant, run), fired(tenant, run, 1)].map((event, index) => {
    const bytes = encodeEvent({ ...event, previousDigest });
    previousDigest = digestOfText(bytes);
    return { sequence: 10 + index, subject: 'run', bytes };
  });
}

const stored = (value: unknown) => ({ sequence: 5, subject: 'run', bytes: Buffer.from(JSON.stringify(value)) });
const plain = JSON.parse(Buffer.from(chain()[0]!.bytes).toString()) as Record<string, unknown>;

describe('reading stored events', () => {
  it('gives back what was written, in order', () => {
    const entries = decodeEntries(chain(), NOTHING_BEFORE);
    expect(entries.map((entry) => entry.kind === 'event' && entry.event.body.kind)).toEqual([
      'run-requested',
      'run-claimed',
      'timer-fired',
    ]);
    expect(entries.map(({ sequence }) => sequence)).toEqual([10, 11, 12]);
  });

  it.each([
    ['the first', [1, 2]],
    ['one in the middle', [0, 2]],
  ])('notices that %s is missing', (_, kept) => {
    const messages = chain();
    expect(() =>
      decodeEntries(
        kept.map((index) => messages[index]!),
        NOTHING_BEFORE,
      ),
    ).toThrow(RunLogDamaged);
  });

  it('notices a single changed byte, once something follows it', () => {
    const [first, ...rest] = chain();
    const bytes = Buffer.from(Buffer.from(first!.bytes).toString().replace('order 7', 'order 8'));
    expect(() => decodeEntries([{ ...first!, bytes }, ...rest], NOTHING_BEFORE)).toThrow(RunLogDamaged);
  });

  it.each([
    [
      'a kind that this code does not know',
      { ...plain, body: { kind: 'run-teleported', to: 'mars' } },
      'run-teleported',
    ],
    ['a later schema version', { ...plain, schemaVersion: 2 }, 'run-requested'],
    ['a known kind with other fields', { ...plain, body: { kind: 'run-requested', ask: 1 } }, 'run-requested'],
  ])('leaves %s to newer code', (_, value, eventKind) => {
    expect(decodeEntry(stored(value))).toMatchObject({ kind: 'unknown-kind', sequence: 5, eventKind });
  });

  it('checks the chain across events that it cannot read', () => {
    const [first, second, third] = chain();
    const unknown = Buffer.from(Buffer.from(second!.bytes).toString().replace('run-claimed', 'run-invented'));
    const relinked = { ...JSON.parse(Buffer.from(third!.bytes).toString()), previousDigest: digestOfText(unknown) };
    const log = [first!, { ...second!, bytes: unknown }, { ...stored(relinked), sequence: 12 }];
    expect(decodeEntries(log, NOTHING_BEFORE).map(({ kind }) => kind)).toEqual(['event', 'unknown-kind', 'event']);
  });

  it.each([
    ['not JSON', 'hello'],
    ['JSON that is no event', '[1]'],
  ])('calls %s damage', (_, words) => {
    const message = { sequence: 5, subject: 'run', bytes: Buffer.from(words) };
    expect(() => decodeEntry(message)).toThrow(RunLogDamaged);
  });
});

describe('the size of an event', () => {
  const frame = encodeEvent({ ...requested(tenant, run, ''), previousDigest: NOTHING_BEFORE }).length;
  const sized = (bytes: number) => ({
    ...requested(tenant, run, 'x'.repeat(bytes - frame)),
    previousDigest: NOTHING_BEFORE,
  });

  it('may be the bound', () => {
    expect(encodeEvent(sized(EVENT_BYTES_MAX))).toHaveLength(EVENT_BYTES_MAX);
  });

  it('may not be a byte more', () => {
    expect(() => encodeEvent(sized(EVENT_BYTES_MAX + 1))).toThrow(EventTooLarge);
  });
});
