/** Keeps the crew up until a signal stops it, and says so when one of its processes ends by itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { complain } from '../commands/terminal.ts';
import type { Crew } from '../crew.ts';

const CHECK_INTERVAL_MS = 1000;

/** Never returns by itself; the exit code is for whoever sends the signal. */
export async function stayUp(crew: Crew, exitCode: number): Promise<never> {
  process.exitCode = exitCode;
  const ended = new Set<string>();
  for (;;) {
    await pause(CHECK_INTERVAL_MS);
    for (const name of Object.keys(crew.addresses)) {
      if (crew.isRunning(name) || ended.has(name)) continue;
      ended.add(name);
      complain(`${name} has ended; see ${crew.directory}/logs/${name}.log`);
    }
  }
}
