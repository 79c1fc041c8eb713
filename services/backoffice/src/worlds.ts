/** The worlds of all tenants: opened on first use, one database each, so no tenant can see another's rows. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { closeWorld, openWorld, type World, type WorldOptions } from './world.ts';

export type LiveWorld = {
  readonly world: World;
  readonly delayMs: number;
  /** The world's clock stands still at this time; absent: it is the machine's. */
  readonly now?: Date;
};

type Making = { readonly delayMs: number; readonly now?: Date };

export type Worlds = {
  /** The tenant's world, seeded when it is new. Throws TooManyTenants. */
  of(tenant: string): LiveWorld;
  /** A fresh world in place of the tenant's former one. */
  replace(tenant: string, options: Omit<WorldOptions, 'file'> & Making): void;
  close(): void;
};

export class TooManyTenants extends Error {
  override readonly name = 'TooManyTenants';
}

const OPEN_MAX = 1000;

export function openWorlds({
  directory,
  openMax = OPEN_MAX,
}: {
  directory?: string | undefined;
  openMax?: number;
}): Worlds {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  /** Least recently used first. */
  const open = new Map<string, LiveWorld>();

  const close = (tenant: string): void => {
    const live = open.get(tenant);
    if (live) closeWorld(live.world);
    open.delete(tenant);
  };
  const keep = (tenant: string, live: LiveWorld): LiveWorld => {
    open.delete(tenant);
    open.set(tenant, live);
    return live;
  };
  /** A world in a file can be closed and opened again; one in memory would be lost. */
  const makeRoom = (): void => {
    const [oldest] = open.keys();
    if (open.size < openMax || oldest === undefined) return;
    if (directory === undefined)
      throw new TooManyTenants(`${openMax} tenants are in memory; keep them in files instead`);
    close(oldest);
  };
  const create = (tenant: string, { delayMs, now, ...options }: WorldOptions & Making): LiveWorld => {
    makeRoom();
    const file = fileOf(directory, tenant);
    const world = openWorld({ ...options, ...(file && { file }) });
    return keep(tenant, { world, delayMs, ...(now && { now }) });
  };

  return {
    of: (tenant) => keep(tenant, open.get(tenant) ?? create(tenant, { delayMs: 0 })),
    replace: (tenant, options) => {
      close(tenant);
      const file = fileOf(directory, tenant);
      if (file) for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      create(tenant, options);
    },
    close: () => {
      for (const tenant of [...open.keys()]) close(tenant);
    },
  };
}

/** A tenant id may hold any text, so the file is named by its digest. */
const fileOf = (directory: string | undefined, tenant: string): string | undefined =>
  directory && join(directory, `${createHash('sha256').update(tenant).digest('hex').slice(0, 32)}.sqlite`);
