/** Rows of SQLite as typed values: each query names the schema of its rows, so no row is believed unparsed. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { z } from 'zod';

export function rowsOf<S extends z.ZodType>(
  database: DatabaseSync,
  schema: S,
  sql: string,
  ...parameters: SQLInputValue[]
): z.output<S>[] {
  return database
    .prepare(sql)
    .all(...parameters)
    .map((row) => schema.parse(row));
}

export function rowOf<S extends z.ZodType>(
  database: DatabaseSync,
  schema: S,
  sql: string,
  ...parameters: SQLInputValue[]
): z.output<S> | undefined {
  const row = database.prepare(sql).get(...parameters);
  return row === undefined ? undefined : schema.parse(row);
}

/** All or nothing; the write lock is taken at once, so what was read inside stays true until the commit. Inside of another it is a part of that. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  const { begin, commit, rollback } = database.isTransaction ? PART : WHOLE;
  database.exec(begin);
  try {
    const result = work();
    database.exec(commit);
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec(rollback);
    throw error;
  }
}

const WHOLE = { begin: 'BEGIN IMMEDIATE', commit: 'COMMIT', rollback: 'ROLLBACK' };
const PART = { begin: 'SAVEPOINT part', commit: 'RELEASE part', rollback: 'ROLLBACK TO part; RELEASE part' };

/** Table and column names are the caller's own; only values come from rows. */
export function insert(database: DatabaseSync, table: string, row: Readonly<Record<string, SQLInputValue>>): void {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  prepared(database, `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(
    ...Object.values(row),
  );
}

/** A new world takes some hundred rows of a dozen tables; preparing a statement for each row was most of its time. */
const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

function prepared(database: DatabaseSync, sql: string): StatementSync {
  const known = statements.get(database) ?? new Map<string, StatementSync>();
  statements.set(database, known);
  const statement = known.get(sql) ?? database.prepare(sql);
  known.set(sql, statement);
  return statement;
}
