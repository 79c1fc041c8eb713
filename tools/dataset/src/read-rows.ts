/** Reads rows that the data set was built to; a malformed one is told with file, line and field. */
import { existsSync, readFileSync } from 'node:fs';
import type { z } from 'zod';

export function readRows<S extends z.ZodType>(file: string, schema: S): readonly z.infer<S>[] {
  if (!existsSync(file)) throw new Error(`there is no ${file}; build the data set first`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const rows = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(JSON.parse(line));
    if (parsed.success) return [parsed.data];
    throw new Error(
      `${file}:${index + 1}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    );
  });
  if (rows.length === 0) throw new Error(`${file} has no rows; build the data set first`);
  return rows;
}
