/**
 * What lies in files that others replace while we run: read anew at each use, so that a change needs no restart. In the middle of
 * a replacement, or after a bad one, the last good reading stays in use and the problem is reported once.
 */
import { readFileSync } from 'node:fs';
import { logError } from '@pitcrew/telemetry';

export type Report = (problem: unknown) => void;

/** Throws when the first reading fails: what is wrong at the start is said at the start. */
export function rereading<T>(read: () => T, report: Report = logError): () => T {
  let good = read();
  let lastProblem = '';
  return () => {
    try {
      good = read();
      lastProblem = '';
    } catch (problem) {
      if (String(problem) !== lastProblem) report(problem);
      lastProblem = String(problem);
    }
    return good;
  };
}

/** `variable` is what whoever set it has to mend. */
export function readNamed(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${variable}: ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
