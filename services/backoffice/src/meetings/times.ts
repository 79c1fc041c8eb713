/** Days, times and intervals of calendars. The example company works from 9 to 17 h UTC, Monday to Friday. */
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A meeting is looked for on this many working days, which is also what a calendar is read for. */
export const SEARCH_DAYS = 5;

export type Interval = { readonly starts_at: string; readonly ends_at: string };

/** Always whole seconds in UTC, so that text order is time order. */
export const isoTime = (at: number | string): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** A time without its offset would mean another one on another machine. */
export const isTime = (text: string): boolean =>
  /T.+(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));

/** No other spelling than 2026-11-23 is a day, and neither is 30 February. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && isoTime(text).startsWith(text);

export const timeOn = (day: string, minutes: number): string => isoTime(Date.parse(day) + minutes * MINUTE_MS);

export const minutesAfter = (time: string, minutes: number): string => isoTime(Date.parse(time) + minutes * MINUTE_MS);

export const minutesOf = ({ starts_at, ends_at }: Interval): number =>
  (Date.parse(ends_at) - Date.parse(starts_at)) / MINUTE_MS;

export const overlap = (one: Interval, other: Interval): boolean =>
  one.starts_at < other.ends_at && other.starts_at < one.ends_at;

/** From that day on, the day itself included. */
export function workingDays(from: string): readonly string[] {
  const fromMs = Date.parse(from);
  const days = Array.from({ length: SEARCH_DAYS + 2 }, (_, index) => new Date(fromMs + index * DAY_MS));
  const working = days.filter((day) => day.getUTCDay() % 6 !== 0);
  return working.slice(0, SEARCH_DAYS).map((day) => day.toISOString().slice(0, 10));
}

/** `2026-11-23T09:00:00Z/2026-11-23T10:30:00Z`, an interval of ISO 8601. */
export const intervalText = ({ starts_at, ends_at }: Interval): string => `${starts_at}/${ends_at}`;

/** Undefined for any other text. */
export function parseInterval(text: string): Interval | undefined {
  const [start = '', end = '', ...rest] = text.split('/');
  if (rest.length > 0 || !isTime(start) || !isTime(end)) return undefined;
  return { starts_at: isoTime(start), ends_at: isoTime(end) };
}
