/**
 * A world is the back office of one tenant: its database, and the faults that were ordered for it. The tool server keeps
 * one for each tenant; whoever wants answers of the tools without a server opens one in memory.
 */
import { DatabaseSync } from 'node:sqlite';
import { logUnexpected } from '@pitcrew/telemetry';
import type { z } from 'zod';
import { ALL_TABLES, addRows, fill, tools, WorldRows } from './domains.ts';
import { listEffects, performOnce } from './effects.ts';
import { type ArmedFault, arm, Fault, strike } from './faults.ts';
import { inTransaction } from './sql.ts';
import { type JsonObject, Refusal, type Tool } from './tool.ts';

export { WorldRows } from './domains.ts';
export type { Effect } from './effects.ts';
export { Fault } from './faults.ts';
export type { JsonObject } from './tool.ts';

export type World = { readonly database: DatabaseSync; readonly faults: readonly ArmedFault[] };

export type ToolAnswer =
  | { readonly kind: 'succeeded'; readonly result: JsonObject }
  | {
      readonly kind: 'failed';
      readonly errorClass: 'transient' | 'input' | 'logic';
      /** Whether the call may have had its effect. */
      readonly executed: 'no' | 'unknown';
      readonly message: string;
    };

export type CallContext = {
  /** Only tools with a side effect need one. */
  readonly idempotencyKey?: string;
  readonly tenant: string;
  readonly now: Date;
};

export type WorldOptions = {
  /** Added to the seed, when the world is new. */
  readonly rows?: WorldRows;
  readonly faults?: readonly z.input<typeof Fault>[];
  /** Database file; in memory when absent. An existing one is opened as it is. */
  readonly file?: string;
};

const BUSY_MS_MAX = 2000;
const SCHEMA_VERSION = 1;

export function openWorld({ rows = {}, faults = [], file = ':memory:' }: WorldOptions = {}): World {
  const parsed = WorldRows.parse(rows);
  const armed = faults.map((fault) => arm(Fault.parse(fault)));
  const database = new DatabaseSync(file, { timeout: BUSY_MS_MAX });
  // A power cut between two calls must not take back an effect that was answered: hence WAL with a full sync.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  inTransaction(database, () => {
    if (database.prepare('PRAGMA user_version').get()?.user_version === SCHEMA_VERSION) return;
    database.exec(`${ALL_TABLES} PRAGMA user_version = ${SCHEMA_VERSION};`);
    fill(database, parsed);
  });
  return { database, faults: armed };
}

/** An open world with more rows for a while: whatever is done in it is taken back. To open a new one takes ten times as long. */
export function withRows<T>(world: World, rows: WorldRows, action: (world: World) => T): T {
  const { database } = world;
  const parsed = WorldRows.parse(rows);
  database.exec('BEGIN IMMEDIATE');
  try {
    addRows(database, parsed);
    return action(world);
  } finally {
    database.exec('ROLLBACK');
  }
}

export const closeWorld = ({ database }: World): void => database.close();

export const effectsOf = ({ database }: World) => listEffects(database);

export function callTool(world: World, name: string, args: Record<string, unknown>, context: CallContext): ToolAnswer {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) return failed('input', 'no', `there is no tool ${name}`);
  const fault = strike(world.faults, name, args);
  if (fault?.executed === 'no') return failed(fault.class, 'no', fault.message);
  const answer = answerOf(() => perform(world, tool, args, context));
  return fault && answer.kind === 'succeeded' ? failed(fault.class, 'unknown', fault.message) : answer;
}

function perform({ database }: World, tool: Tool, args: Record<string, unknown>, context: CallContext): JsonObject {
  const { idempotencyKey: key = '', tenant, now } = context;
  if (tool.effect === 'read') return tool.perform({ database, input: args, now });
  return performOnce(database, tool, { key, tenant, arguments: args, now });
}

/** The caller learns the class of a failure and a sentence, never a stack; what nobody foresaw goes to the log. */
function answerOf(work: () => JsonObject): ToolAnswer {
  try {
    return { kind: 'succeeded', result: work() };
  } catch (error) {
    if (error instanceof Refusal) return failed(error.errorClass, 'no', error.message);
    logUnexpected(error);
    return failed('transient', 'unknown', 'the back office could not finish the call; try again with the same key');
  }
}

const failed = (
  errorClass: 'transient' | 'input' | 'logic',
  executed: 'no' | 'unknown',
  message: string,
): ToolAnswer => ({
  kind: 'failed',
  errorClass,
  executed,
  message,
});
