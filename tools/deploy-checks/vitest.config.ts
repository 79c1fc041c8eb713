/** The checks of deploy/, each beside a violation that it has to find. They need Go and two package registries, so they are no part of `npm test`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/**/*.deploy.test.ts'],
    globalSetup: 'src/prepare.ts',
    testTimeout: 120_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
