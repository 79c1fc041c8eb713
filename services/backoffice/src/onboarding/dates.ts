/** Days such as 2026-12-01. As texts they sort by time. */
const DAY_MS = 86_400_000;

/** No other spelling is a day, and neither is 30 February. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;

export const daysAfter = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY_MS);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
