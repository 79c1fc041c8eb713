/**
 * Where a replica that starts begins to read: with the entry that carried the limits into the month before this one, or into
 * this one. What was spent earlier counts towards nothing any more, so a start takes two months of entries at most, however
 * old the ledger is. Without such an entry it reads all.
 */
import type { SubjectLog } from '@pitcrew/bus';
import { decodeEntry } from './ledger.ts';
import { periodsAt } from './periods.ts';

/** The clock of the bus may differ from those of the authors. */
const CLOCKS_DIFFER_MS_MAX = 24 * 60 * 60_000;

/** A sequence: what comes after it is to be read. */
export async function startOfReading(
  log: Pick<SubjectLog, 'read' | 'sequenceBefore'>,
  now: Date,
  timeZone: string,
): Promise<number> {
  const month = periodsAt(now, timeZone).month.startsAt;
  const monthBefore = periodsAt(new Date(Date.parse(month) - 1), timeZone).month.startsAt;
  const recent = await log.read(await log.sequenceBefore(new Date(Date.parse(monthBefore) - CLOCKS_DIFFER_MS_MAX)));
  const carrying = recent.find((stored) => {
    const { carries, periods } = decodeEntry(stored);
    return carries && periods.month.startsAt <= month;
  });
  return carrying === undefined ? 0 : carrying.sequence - 1;
}
