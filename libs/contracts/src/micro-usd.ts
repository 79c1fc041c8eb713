/** Money in whole micro-dollars, as safe integers; a million are one dollar. Text of it is exact, both ways. */
import { z } from 'zod';

export const MicroUsd = z.int().min(0);

const MICRO = 1_000_000;
const DECIMALS_MIN = 2;

/** `$12.50`, `$0.010380`: two decimals, or all six where two would hide something. */
export function usdText(microUsd: number): string {
  const dollars = Math.floor(microUsd / MICRO);
  const decimals = String(microUsd % MICRO).padStart(6, '0');
  const shown = /^\d\d0+$/.test(decimals) ? decimals.slice(0, DECIMALS_MIN) : decimals;
  return `$${dollars}.${shown}`;
}

/** The amount that `20`, `0.5` or `$12.000001` says; undefined for anything else, negative and finer amounts included. */
export function parseUsd(text: string): number | undefined {
  const [, dollars, decimals = ''] = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  return dollars === undefined ? undefined : Number(dollars) * MICRO + Number(decimals.padEnd(6, '0'));
}
