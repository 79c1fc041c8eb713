/**
 * What became of one tool call, and what a failure allows next. The class is found by rule (R3): transient is repeated
 * under the same key, input is proposed anew with the error text, logic revises the plan or ends the step.
 */
import { z } from 'zod';
import { JsonValue } from './json.ts';

export const ErrorClass = z.enum(['transient', 'input', 'logic']);
export type ErrorClass = z.infer<typeof ErrorClass>;

/** Whether the failed call may have had its effect: `no` = surely not executed, `unknown` = timeout, 5xx, lost connection, crash. */
export const Executed = z.enum(['no', 'unknown']);
export type Executed = z.infer<typeof Executed>;

/**
 * What may be done about an unknown outcome, declared by the pack for each tool: read and idempotent are repeated under the
 * same key; irreversible needs a person, unless the pack names a read that can say whether it happened (a probe).
 */
export const EffectClass = z.enum(['read', 'idempotent', 'irreversible']);
export type EffectClass = z.infer<typeof EffectClass>;

export const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('succeeded'), result: JsonValue }),
  z.object({ kind: z.literal('failed'), errorClass: ErrorClass, executed: Executed, message: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;

/**
 * What a probe found out about a call whose outcome was unknown. Its result stands in for the one that was lost. `did-nothing`
 * is a promise for the future too: the call has not happened and will not.
 */
export const Finding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('took-effect'), result: JsonValue }),
  z.object({ kind: z.literal('did-nothing') }),
  z.object({ kind: z.literal('not-known'), message: z.string() }),
]);
export type Finding = z.infer<typeof Finding>;
