/**
 * The resident size of processes, as Linux keeps it in /proc. A page that several processes share, such as a library or a
 * model that two of them map, counts for each of them: the sum is what the crew may need at most.
 */
import { readFile } from 'node:fs/promises';

export type ProcessMemory = { readonly name: string; readonly bytes: number };

/** Undefined where there is no /proc. */
export async function residentBytesOf(pid: number): Promise<number | undefined> {
  try {
    return parseResident(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return undefined;
  }
}

export function parseResident(status: string): number | undefined {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
