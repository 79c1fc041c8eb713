/**
 * Numbers that look drawn and depend on nothing but a text: what a row leaves unsaid is the same in every world, on every
 * machine, whatever else was drawn before.
 */
import { createHash } from 'node:crypto';

/** From 0 to below the limit. */
export const drawn = (text: string, limit: number): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % limit;

export const drawnFrom = <T>(text: string, choices: readonly T[]): T => choices[drawn(text, choices.length)] as T;

/** A row of draws from one text: `draw(choices)` and `draw.below(limit)`. */
export type Draw = (<T>(choices: readonly T[]) => T) & { readonly below: (limit: number) => number };

export function drawsFrom(text: string): Draw {
  let count = 0;
  const below = (limit: number): number => {
    count += 1;
    return drawn(`${text}:${count}`, limit);
  };
  return Object.assign(<T>(choices: readonly T[]): T => choices[below(choices.length)] as T, { below });
}
