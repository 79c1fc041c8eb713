/**
 * The ledger as this replica has it: the pure core with the stored entries behind it. Commands queue up, and all that wait
 * go into one entry. When another replica was faster the entry is not stored: what it appended is folded and the batch is
 * decided again.
 *
 * L1 an answer is given only when its facts are stored, or, if it has none, when a read found nothing newer than what it
 *    was decided from. So no replica answers from old knowledge.
 * L2 one round at a time: the state is that of the entry `sequence`, between rounds and for each attempt.
 */
import { randomUUID } from 'node:crypto';
import { BusUnavailable, type SubjectLog, type SubjectLogEntry } from '@pitcrew/bus';
import {
  type BudgetFact,
  type BudgetFactOf,
  Busy,
  type GetSpendResponse,
  type InstanceId,
  LEDGER_SCHEMA_VERSION,
  LedgerEntry,
  type Purpose,
} from '@pitcrew/contracts';
import { currentTraceparent } from '@pitcrew/telemetry';
import { type Answer, type Answers, type Batch, type Command, type CommandOf, decideBatch } from './decide.ts';
import type { ReservationRules } from './decide-reservation.ts';
import { fold, type Moment } from './fold.ts';
import { periodsAt } from './periods.ts';
import { spendReport } from './spend-report.ts';
import { emptyState, type LedgerState, lengthsKey, type OutputLength } from './state.ts';
import { tracedEntry } from './traced-entry.ts';

export type LedgerOptions = {
  readonly log: Pick<SubjectLog, 'append' | 'read'>;
  readonly instance: InstanceId;
  readonly now: () => Date;
  /** IANA time zone of the periods. */
  readonly timeZone: string;
  readonly rules: ReservationRules;
  /** The sequence after which to read, from `startOfReading`; 0 unless said. */
  readonly readAfter?: number;
  /** Told about each alert that this replica raised, once it is stored. */
  readonly onAlert: (alert: BudgetFactOf<'alert-raised'>) => void;
};

export type Ledger = {
  /** Rejects with BusUnavailable when the bus is away, and with Busy when too many ask or other replicas are always faster. */
  submit<Kind extends Command['kind']>(command: CommandOf<Kind>): Promise<Answers[Kind]>;
  /** Earlier answers of a model for a purpose, oldest first, as far as this replica knows now. */
  lengthsOf(model: string, purpose: Purpose): readonly OutputLength[];
  /** What is spent, as far as this replica knows now; `submit` says it for certain. */
  spendNow(): GetSpendResponse;
};

/** Commands in one entry: with three alerts of each scope and period it stays below what the bus stores. */
export const BATCH_MAX = 32;
export const WAITING_MAX = 10_000;
const ATTEMPTS_MAX = 64;
const BUSY_RETRY_MS = 500;

type Waiting = {
  readonly command: Command;
  readonly traceparent: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

export function createLedger(options: LedgerOptions): Ledger {
  const { log, instance, now, timeZone, rules, onAlert } = options;
  let state: LedgerState = emptyState();
  let sequence = options.readAfter ?? 0;
  const waiting: Waiting[] = [];
  let working = false;

  function take(newer: readonly SubjectLogEntry[]): void {
    state = fold(newer.map(decodeEntry), state);
    sequence = newer.at(-1)?.sequence ?? sequence;
  }

  /** Whether there was anything. */
  async function catchUp(): Promise<boolean> {
    const newer = await log.read(sequence);
    take(newer);
    return newer.length > 0;
  }

  const momentOf = (at: Date): Moment => ({ at: at.toISOString(), periods: periodsAt(at, timeZone) });

  async function attempt(batch: readonly Waiting[], attempts: number): Promise<Batch | undefined> {
    const moment = momentOf(now());
    const commands = batch.map(({ command }) => command);
    const decided = decideBatch(state, commands, moment, rules);
    if (decided.facts.length === 0) return (await catchUp()) ? undefined : decided;
    const { carries } = decided;
    const author = { id: randomUUID(), writtenBy: instance };
    const entry = { schemaVersion: LEDGER_SCHEMA_VERSION, ...author, ...moment, carries } as const;
    const callers = batch.map(({ traceparent }) => traceparent);
    const stored = await tracedEntry({ callers, facts: decided.facts, attempts }, (traceparent) =>
      log.append({
        id: entry.id,
        bytes: encodeEntry({ ...entry, facts: [...decided.facts] }),
        traceparent,
        expectedSequence: sequence,
      }),
    );
    if (stored.kind === 'conflict') {
      take(stored.newer);
      return undefined;
    }
    state = decided.state;
    sequence = stored.sequence;
    return decided;
  }

  async function settleBatch(batch: readonly Waiting[]): Promise<void> {
    for (let attempts = 1; attempts <= ATTEMPTS_MAX; attempts += 1) {
      const decided = await attempt(batch, attempts);
      if (decided === undefined) continue;
      for (const alert of decided.facts.filter(isAlert)) onAlert(alert);
      for (const [place, { resolve }] of batch.entries()) resolve(decided.answers[place] as Answer);
      return;
    }
    throw new Busy(`other replicas were faster, ${ATTEMPTS_MAX} times`, BUSY_RETRY_MS);
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX);
      await settleBatch(batch).catch((error: unknown) => {
        for (const { reject } of batch) reject(error);
      });
    }
    working = false;
  }

  return {
    submit: <Kind extends Command['kind']>(command: CommandOf<Kind>) =>
      new Promise<Answers[Kind]>((resolve, reject) => {
        if (waiting.length >= WAITING_MAX) return reject(new Busy('too many wait for the ledger', BUSY_RETRY_MS));
        const answered = resolve as (answer: Answer) => void;
        waiting.push({ command, traceparent: currentTraceparent(), resolve: answered, reject });
        void work();
      }),
    lengthsOf: (model, purpose) => state.lengths.get(lengthsKey(model, purpose)) ?? [],
    spendNow: () => spendReport(state, undefined, momentOf(now())),
  };
}

const isAlert = (fact: BudgetFact): fact is BudgetFactOf<'alert-raised'> => fact.kind === 'alert-raised';

export const encodeEntry = (entry: LedgerEntry): Uint8Array => Buffer.from(JSON.stringify(LedgerEntry.parse(entry)));

/** Newer code may have written what this code cannot read; spending on without having read it could break a limit. */
export function decodeEntry({ sequence, bytes }: SubjectLogEntry): LedgerEntry {
  const parsed = LedgerEntry.safeParse(JSON.parse(Buffer.from(bytes).toString()));
  if (parsed.success) return parsed.data;
  const problem = new Error(`entry ${sequence} of the ledger cannot be read by this code`, { cause: parsed.error });
  throw new BusUnavailable(problem.message, 'not-done', problem);
}
