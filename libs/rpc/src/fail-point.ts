/**
 * Named points at which a test can kill this process, as a power cut would. PITCREW_FAIL_POINT_FILE names a file; when it
 * holds the name of the point that is passed, with an optional count (`executor.after-perform:4` = at the fourth pass),
 * the file is removed, so that it strikes once, and the process dies by SIGKILL. Without the variable a point costs one
 * comparison. Every method has two, `router.before-Route` and `router.after-Route`; a stream has one for each message, `gateway.during-WatchRun`.
 */
import { readFileSync, rmSync } from 'node:fs';

const file = process.env.PITCREW_FAIL_POINT_FILE || undefined;
const passes = new Map<string, number>();

export function failPoint(name: string): void {
  if (file === undefined) return;
  const armed = read(file);
  const [wanted, count] = armed.split(':');
  if (wanted !== name) return;
  const pass = (passes.get(armed) ?? 0) + 1;
  passes.set(armed, pass);
  if (pass < Number(count ?? 1)) return;
  rmSync(file, { force: true });
  process.kill(process.pid, 'SIGKILL');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
