/** A new name in the real files that list the specialists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registrations } from './register.ts';

const ROOT = join(import.meta.dirname, '../../..');
const registered = (path: string, name = 'sentiment'): string => {
  const registration = registrations(name).find((each) => each.path === path);
  return (
    registration?.change(readFileSync(join(ROOT, path), 'utf8')) ?? expect.fail(`nothing is registered in ${path}`)
  );
};

it('is exported with the other contracts, in order', () => {
  const lines = registered('libs/contracts/src/index.ts').split('\n').filter(Boolean);
  expect(lines).toContain("export * from './sentiment.ts';");
  expect(lines).toEqual([...lines].sort());
});

it('is type checked from the root, in order', () => {
  const { references } = JSON.parse(registered('tsconfig.json')) as { references: { path: string }[] };
  const paths = references.map(({ path }) => path);
  expect(paths).toContain('services/sentiment');
  expect(paths).toEqual([...paths].sort());
});

it('may import neither run log nor run machine', () => {
  expect(registered('.dependency-cruiser.mjs')).toContain('(router|planner|executor|validator|frontier|sentiment)/');
});

it.each(registrations('sentiment'))('says so when $path is not what it was', ({ change }) => {
  expect(() => change('nothing of the kind')).toThrow();
});
