/**
 * The hour, the day and the month that hold an instant, in a time zone. Periods of a kind tile time: none overlap, none
 * leave a gap, whatever the clocks of the zone do.
 *
 * A day begins with the first instant of its date. Where clocks go back, a date has 25 hours and both of the two that read
 * alike count by themselves: an hour is counted from the beginning of its day, and a day that is no whole number of hours
 * ends with a shorter one.
 */
import type { CurrentPeriods } from '@pitcrew/contracts';
import { DateTime, IANAZone } from 'luxon';

const HOUR_MS = 60 * 60_000;
/** No zone turns its clocks back by more at midnight. */
const CLOCKS_BACK_MS_MAX = 2 * HOUR_MS;

export const isTimeZone = (zone: string): boolean => IANAZone.isValidZone(zone);

export function periodsAt(now: Date, zone: string): CurrentPeriods {
  const local = DateTime.fromJSDate(now, { zone });
  const day = { from: startOfDate(local), to: startOfDate(local.startOf('day').plus({ days: 1 })) };
  const monthStart = local.startOf('month');
  const month = { from: startOfDate(monthStart), to: startOfDate(monthStart.plus({ months: 1 })) };
  const hourFrom = day.from + Math.floor((now.getTime() - day.from) / HOUR_MS) * HOUR_MS;
  const hour = { from: hourFrom, to: Math.min(hourFrom + HOUR_MS, day.to) };
  return { hour: span(hour), day: span(day), month: span(month) };
}

/** The first instant of the date: where the hour after midnight comes twice, that of the first. */
function startOfDate(local: DateTime): number {
  const midnight = local.startOf('day');
  for (let backMs = CLOCKS_BACK_MS_MAX; backMs > 0; backMs -= HOUR_MS / 2) {
    const earlier = midnight.minus(backMs);
    if (earlier.toISODate() === midnight.toISODate()) return earlier.toMillis();
  }
  return midnight.toMillis();
}

const span = ({ from, to }: { readonly from: number; readonly to: number }) => ({
  startsAt: new Date(from).toISOString(),
  endsAt: new Date(to).toISOString(),
});
