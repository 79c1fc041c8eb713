/** The fault table, row after row on one machine: `npm run test:faults`, or one row: `npm run test:faults -- row-01`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/rows/*.faults.ts'],
    globalSetup: ['src/print-figures.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 180_000,
    slowTestThreshold: 60_000,
  },
});
