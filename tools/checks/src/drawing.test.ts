import { expect, it } from 'vitest';
import { drawing } from './drawing.ts';

it('docs/architecture.md shows the packages as they import each other (`npm run fix` redraws it)', async () => {
  const found = await drawing();
  expect(found, 'docs/architecture.md has no markers of the package graph').toBeDefined();
  expect(found?.is).toBe(found?.should);
});
