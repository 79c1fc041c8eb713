import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callTool, effectsOf } from './world.ts';
import { openWorlds, TooManyTenants, type Worlds } from './worlds.ts';

const directory = mkdtempSync(join(tmpdir(), 'worlds-'));
afterAll(() => rmSync(directory, { recursive: true }));

const confirm = (worlds: Worlds, tenant: string): unknown => {
  const args = { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 };
  return callTool(worlds.of(tenant).world, 'confirm_order', args, { tenant, idempotencyKey: 'k', now: new Date() });
};
const effectCount = (worlds: Worlds, tenant: string): number => effectsOf(worlds.of(tenant).world).length;

describe.each([
  ['in memory', undefined],
  ['in files', join(directory, 'db')],
])('%s', (_, place) => {
  it('each tenant has a world of its own', () => {
    const worlds = openWorlds({ directory: place });
    expect(confirm(worlds, 'one')).toMatchObject({ kind: 'succeeded' });
    expect([effectCount(worlds, 'one'), effectCount(worlds, 'two')]).toEqual([1, 0]);
    expect(confirm(worlds, 'two')).toMatchObject({ result: { confirmation_id: 'CNF-88421' } });
    worlds.close();
  });

  it('a replaced world is fresh', () => {
    const worlds = openWorlds({ directory: place });
    confirm(worlds, 'three');
    worlds.replace('three', { delayMs: 5, rows: { orders: [{ id: 1, items: [] }] } });
    expect(effectCount(worlds, 'three')).toBe(0);
    expect(worlds.of('three').delayMs).toBe(5);
    worlds.close();
  });
});

describe('beyond the bound of open worlds', () => {
  it('one in memory is refused, because closing another would lose it', () => {
    const worlds = openWorlds({ openMax: 2 });
    worlds.of('one');
    worlds.of('two');
    expect(() => worlds.of('three')).toThrow(TooManyTenants);
    expect(() => worlds.of('one')).not.toThrow();
    worlds.close();
  });

  it('in files the least recently used is closed, and found again unharmed', () => {
    const worlds = openWorlds({ directory: join(directory, 'few'), openMax: 2 });
    confirm(worlds, 'one');
    const { database } = worlds.of('one').world;
    worlds.of('two');
    worlds.of('three');
    expect(database.isOpen).toBe(false);
    expect(effectCount(worlds, 'one')).toBe(1);
    worlds.close();
  });
});

it('a tenant may have any name, and its file stays in the directory', () => {
  const place = join(directory, 'names');
  const worlds = openWorlds({ directory: place });
  for (const tenant of ['../../etc/passwd', '.', 'ä/b', 'x'.repeat(128)]) confirm(worlds, tenant);
  worlds.close();
  expect(readdirSync(place).every((name) => /^[0-9a-f]{32}\.sqlite$/.test(name))).toBe(true);
  expect(readdirSync(place)).toHaveLength(4);
});
