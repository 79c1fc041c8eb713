/**
 * A line of business of the back office: its tables, the rows that a caller may add to a world, and its tools. Domains
 * share nothing but the counters, so each can be read, and changed, by itself.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import type { Tool } from './tool.ts';

type Definition<Shape extends z.ZodRawShape> = {
  readonly tables: string;
  /** Counter -> the last number given out. */
  readonly counters: Readonly<Record<string, number>>;
  /** Kind of row -> list of them, as leniently as people write test data: only what matters to a case must be there. */
  readonly rows: Shape;
  /** What every tenant begins with. */
  seed(database: DatabaseSync): void;
  /** A row replaces the seed's row of the same id; what it leaves unsaid is filled in, the same way every time. */
  add(database: DatabaseSync, rows: z.output<z.ZodObject<Shape>>): void;
  readonly tools: readonly Tool[];
};

export type Domain<Shape extends z.ZodRawShape = z.ZodRawShape> = Definition<Shape>;

/** Rows of one kind that a caller may add to a world, at most. */
export const ROWS_MAX = 1000;

export const defineDomain = <const Shape extends z.ZodRawShape>(domain: Definition<Shape>): Domain<Shape> => domain;
