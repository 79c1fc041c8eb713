/** One JSON line on standard error, as all services write them; nothing secret may be handed to it. */

export type LogFields = Readonly<Record<string, string | number | undefined>>;

export function logLine(level: 'warn' | 'error', fields: LogFields): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, ...fields })}\n`);
}

export const logProblem = (problem: unknown): void =>
  logLine('error', { message: problem instanceof Error ? problem.message : String(problem) });
