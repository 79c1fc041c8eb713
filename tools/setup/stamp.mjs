/** Small files that say for what something was made. Written whole or not at all, because another set-up may be reading. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

export function writeStamp(path, text) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

export function removeStamp(path) {
  rmSync(path, { force: true });
}
