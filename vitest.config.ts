/**
 * Two kinds of test. Unit tests (`x.test.ts`, beside their source) run side by side. End-to-end tests (`x.e2e.test.ts`) start real
 * processes, a real message bus and real models, so they run after the unit tests and one file at a time: they would otherwise
 * time each other out on a small machine. The checks of deploy/ (`x.deploy.test.ts`) are run by `npm run check:deploy`.
 */
import { defineConfig } from 'vitest/config';

const endToEnd = '**/*.e2e.test.ts';
const never = ['**/node_modules/**', '**/dist/**', 'tools/checks/planted/**', '**/*.deploy.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: '.cache/test-results.json' }]],
    slowTestThreshold: 1_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...never, endToEnd],
          testTimeout: 10_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: [endToEnd],
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
