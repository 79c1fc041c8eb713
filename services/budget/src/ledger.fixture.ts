/** For tests: the ledger's surroundings without a bus, and a deliberately dumb auditor of what is in it. */
import type { SubjectAppend, SubjectAppendResult, SubjectLog, SubjectLogEntry } from '@pitcrew/bus';
import {
  type LedgerEntry,
  newRunId,
  ReservationId,
  type SpendScope,
  TenantId,
  type TokenPrice,
} from '@pitcrew/contracts';
import type { AskedReservation, ReservationRules } from './decide-reservation.ts';
import type { Moment } from './fold.ts';
import { encodeEntry } from './ledger.ts';
import { periodsAt } from './periods.ts';

/** A micro-dollar for an input token and two for an output token. */
export const PRICE: TokenPrice = { inputMicroUsd: 1_000_000, outputMicroUsd: 2_000_000 };
export const MODEL = 'some-model';
export const LOCAL_MODEL = 'local-model';

export const RULES: ReservationRules = {
  prices: new Map([
    [MODEL, PRICE],
    [LOCAL_MODEL, { inputMicroUsd: 0, outputMicroUsd: 0 }],
  ]),
  scarceShare: 0.2,
  expiryMarginMs: 30_000,
};

export const ACME = TenantId.parse('acme');
export const UMBRELLA = TenantId.parse('umbrella');
export const ALL: SpendScope = { kind: 'all' };
export const of = (tenant: TenantId): SpendScope => ({ kind: 'tenant', tenant });
export const id = (text: string): ReservationId => ReservationId.parse(text);

export const momentAt = (at: string | Date, timeZone = 'UTC'): Moment => {
  const date = new Date(at);
  return { at: date.toISOString(), periods: periodsAt(date, timeZone) };
};

const run = newRunId();

/** A call that may cost this many micro-dollars, all of it for its input. */
export const asked = (amount: number, change: Partial<AskedReservation> = {}): AskedReservation => ({
  tenant: ACME,
  run,
  reservation: id('r1'),
  model: MODEL,
  purpose: 'plan',
  inputTokens: amount,
  requestWords: 5,
  outputTokensMax: 0,
  deadlineMs: 60_000,
  ...change,
});

export type MemoryLog = Pick<SubjectLog, 'append' | 'read'> & {
  readonly entries: () => readonly SubjectLogEntry[];
  /** Called before an append looks at what it expects: the place for another replica to be faster. */
  beforeAppend: (() => Promise<void>) | undefined;
};

export function memoryLog(): MemoryLog {
  const stored: SubjectLogEntry[] = [];
  const after = (sequence: number) => stored.filter((entry) => entry.sequence > sequence);
  const log: MemoryLog = {
    entries: () => stored,
    beforeAppend: undefined,
    read: async (sequence) => after(sequence),
    append: async ({ bytes, expectedSequence }: SubjectAppend): Promise<SubjectAppendResult> => {
      await log.beforeAppend?.();
      const newer = after(expectedSequence);
      if (newer.length > 0) return { kind: 'conflict', newer };
      stored.push({ sequence: stored.length + 1, bytes });
      return { kind: 'stored', sequence: stored.length };
    },
  };
  return log;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A log that holds these entries, stored when they were written. */
export const logOf = (entries: readonly LedgerEntry[]): Pick<SubjectLog, 'read' | 'sequenceBefore'> => ({
  read: async (after) =>
    entries
      .map((entry, n) => ({ sequence: n + 1, bytes: encodeEntry(entry) }))
      .filter(({ sequence }) => sequence > after),
  sequenceBefore: async (time) =>
    Math.max(
      0,
      entries.findIndex(({ at }) => Date.parse(at) >= time.getTime()),
    ),
});
