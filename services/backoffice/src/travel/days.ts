/** Days without a time, such as 2026-12-07: a journey has the dates of its places, so no time zone enters. */
import { z } from 'zod';
import { refuseInput } from '../tool.ts';

const DAY_MS = 86_400_000;

export const Day = z.iso.date();

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

export function requireDay(argument: string, text: string): void {
  if (!Day.safeParse(text).success) refuseInput(`${argument} ${text} is not a date such as 2026-12-07`);
}
