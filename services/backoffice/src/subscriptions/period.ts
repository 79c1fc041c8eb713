/** Billing periods follow one another from the day on which a subscription began, so one is always running. Days are in UTC. */
import type { Billing } from './plans.ts';

export type Period = {
  /** ISO dates: the first day, and the first of the next period. */
  readonly start: string;
  readonly end: string;
  readonly days: number;
  /** Including today. */
  readonly daysLeft: number;
};

const DAY_MS = 86_400_000;
const MONTHS: Readonly<Record<Billing, number>> = { monthly: 1, yearly: 12 };

export function periodAt(startedOn: string, billing: Billing, now: Date): Period {
  const first = new Date(startedOn);
  const today = Date.parse(isoDate(now.getTime()));
  const months = (now.getUTCFullYear() - first.getUTCFullYear()) * 12 + now.getUTCMonth() - first.getUTCMonth();
  const estimate = Math.floor(months / MONTHS[billing]);
  const beginOf = (index: number): number => monthsAfter(first, index * MONTHS[billing]);
  // By months alone, the period may be one that begins later this month.
  const index = beginOf(estimate) > today ? estimate - 1 : estimate;
  const [start, end] = [beginOf(index), beginOf(index + 1)];
  return {
    start: isoDate(start),
    end: isoDate(end),
    days: (end - start) / DAY_MS,
    daysLeft: (end - today) / DAY_MS,
  };
}

/** The same day of a later month, or its last day: a month after 31 January is 28 February. */
function monthsAfter(first: Date, months: number): number {
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(first.getUTCDate(), lastDay));
}

const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10);
