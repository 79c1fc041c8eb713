/**
 * Faults that a test, a demo or an evaluation orders for a tenant. They are spent as they strike and are forgotten when
 * the process ends.
 */
import { z } from 'zod';
import { tools } from './domains.ts';

export const Fault = z.strictObject({
  tool: z.enum(tools.map(({ name }) => name)),
  class: z.enum(['transient', 'input', 'logic']),
  message: z.string().min(1).max(500),
  /** How many calls fail. Absent: one; but a logic fault never passes by itself, nor does an input fault with `until`. */
  times: z.int().min(1).max(1000).optional(),
  /** An input fault lasts until the arguments contain these values. */
  until: z.record(z.string(), z.json()).optional(),
  /** `unknown`: the tool does its work, and the answer is lost. */
  executed: z.enum(['no', 'unknown']).default('no'),
});
export type Fault = z.output<typeof Fault>;

export type ArmedFault = { readonly fault: Fault; remaining: number };

export const arm = (fault: Fault): ArmedFault => ({
  fault,
  remaining: fault.times ?? (fault.class === 'logic' ? Number.POSITIVE_INFINITY : 1),
});

/** The first fault that strikes this call; it is spent by one. */
export function strike(armed: readonly ArmedFault[], tool: string, args: Record<string, unknown>): Fault | undefined {
  const hit = armed.find((candidate) => candidate.fault.tool === tool && strikes(candidate, args));
  if (hit) hit.remaining -= 1;
  return hit?.fault;
}

function strikes({ fault, remaining }: ArmedFault, args: Record<string, unknown>): boolean {
  if (fault.class === 'input' && fault.until) return !contains(args, fault.until);
  return remaining > 0;
}

const contains = (args: Record<string, unknown>, wanted: Record<string, unknown>): boolean =>
  Object.entries(wanted).every(([name, value]) => JSON.stringify(args[name]) === JSON.stringify(value));
