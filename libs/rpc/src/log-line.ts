/** What the doors of a service say of callers, as lines of its log; nothing secret may be handed to it. */
import { log, logError } from '@pitcrew/telemetry';

export type LogFields = Readonly<Record<string, string | number | undefined>>;

export function logLine(level: 'warn' | 'error', { message, ...fields }: LogFields): void {
  log(level === 'warn' ? 'WARN' : 'ERROR', String(message ?? ''), fields);
}

export const logProblem = (problem: unknown): void => logError(problem);
