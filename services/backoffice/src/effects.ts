/**
 * Side effects happen once for each idempotency key: the change and its entry in `effects` are one transaction, so after
 * a crash either both are there or neither, and a repeated key is answered with the first result.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { inTransaction, rowOf, rowsOf } from './sql.ts';
import { JsonObject, refuseInput, type Tool } from './tool.ts';

export type KeyedCall = {
  readonly key: string;
  readonly tenant: string;
  readonly arguments: unknown;
  readonly now: Date;
};

const KEY_LENGTH_MAX = 256;

const json = z.string().transform((text) => JsonObject.parse(JSON.parse(text)));
const Effect = z.object({ key: z.string(), tool: z.string(), arguments: json, result: json, at: z.string() });
export type Effect = z.output<typeof Effect>;

export function performOnce(database: DatabaseSync, tool: Tool, call: KeyedCall): JsonObject {
  const { key, tenant, now } = call;
  if (key === '' || key.length > KEY_LENGTH_MAX)
    return refuseInput(`${tool.name} has a side effect: send an idempotency key of 1 to ${KEY_LENGTH_MAX} characters`);
  return inTransaction(database, () => {
    const first = rowOf(database, Effect, 'SELECT key, tool, arguments, result, at FROM effects WHERE key = ?', key);
    if (first) return firstResult(first, tool, call);
    const result = tool.perform({ database, input: call.arguments, now });
    const sql = 'INSERT INTO effects (key, tenant, tool, arguments, result, at) VALUES (?, ?, ?, ?, ?, ?)';
    const texts = [JSON.stringify(call.arguments), JSON.stringify(result), now.toISOString()] as const;
    database.prepare(sql).run(key, tenant, tool.name, ...texts);
    return result;
  });
}

/** Everything that was changed, oldest first. */
export const listEffects = (database: DatabaseSync): readonly Effect[] =>
  rowsOf(database, Effect, 'SELECT key, tool, arguments, result, at FROM effects ORDER BY position');

function firstResult(first: Effect, tool: Tool, { arguments: args }: KeyedCall): JsonObject {
  const same = first.tool === tool.name && sorted(first.arguments) === sorted(args);
  return same
    ? first.result
    : refuseInput('this idempotency key belongs to another call; use a new key for new arguments');
}

/** Arguments are flat or hold lists of scalars, so sorting the top level is enough to compare them. */
const sorted = (args: unknown): string =>
  JSON.stringify(Object.entries(JsonObject.parse(args)).sort(([a], [b]) => (a < b ? -1 : 1)));
