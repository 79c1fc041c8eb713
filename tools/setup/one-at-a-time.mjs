/**
 * Lets one process at a time do a piece of work, between processes that share a folder. The lock is a file that holds the process
 * id of its owner; it is made by linking a finished file, so nobody ever reads half of it. A lock whose owner is gone is taken over.
 * Bound: 30 minutes of waiting, then it says which file to remove.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './failure.mjs';
import { root } from './places.mjs';

const waitMsMax = 30 * 60_000;
const pollMs = 250;

export async function oneAtATime(name, work) {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  await take(path);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function take(path) {
  for (let waitedMs = 0; waitedMs < waitMsMax; waitedMs += pollMs) {
    if (tryTake(path)) return;
    const owner = ownerOf(path);
    if (owner !== undefined && !isAlive(owner)) {
      removeStale(path, owner);
      continue;
    }
    if (waitedMs === 0) console.error('Waiting for another set-up in this folder to finish...');
    await sleep(pollMs);
  }
  throw new SetupError(
    `another set-up has held ${path} for half an hour. If none is running, remove that file and try again.`,
  );
}

function tryTake(path) {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two waiters may see the same dead owner. Moving the lock aside first shows whether it is still the dead one's. */
function removeStale(path, deadOwner) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (ownerOf(aside) !== deadOwner) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
