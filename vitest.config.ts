/**
 * Two kinds of test. Unit tests (`x.test.ts`, beside their source) run side by side, two at a time. End-to-end tests (`x.e2e.test.ts`) start real
 * processes, a real message bus and real models, so they run after the unit tests and one file at a time: they would otherwise
 * time each other out on a small machine. A few that hardly do more than wait share it, two at a time. `npm test` leaves out some long ones of
 * what changes seldom; `npm run test:long` runs those, and `npm run check` all. The checks of deploy/ (`x.deploy.test.ts`) are run by
 * `npm run check:deploy`.
 */
import { defineConfig } from 'vitest/config';

const endToEnd = '**/*.e2e.test.ts';
/** For a process that is gone to be missed, for a bus to come back. */
const waiting = [
  ...['bus-down', 'fencing', 'kill', 'spenders'].map((name) => `services/*/src/${name}.e2e.test.ts`),
  'tools/cli/src/identity.e2e.test.ts',
];
/** Of tools, of what is measured several times, and of corpora that have longer forms of their own. */
const long = [
  'services/orchestrator/src/collector-down.e2e.test.ts',
  'tools/bench/src/injections/injections.e2e.test.ts',
  'tools/cli/src/malformed.e2e.test.ts',
  'tools/client-package/src/pack.e2e.test.ts',
  'tools/generator/src/specialist.e2e.test.ts',
  'tools/setup/src/wheel.e2e.test.ts',
];
const never = ['**/node_modules/**', '**/dist/**', 'tools/checks/planted/**', '**/*.deploy.test.ts'];
const patient = { testTimeout: 120_000, hookTimeout: 120_000 };

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
          // Half of the time went into loading the same modules for each file. None of these tests leaves anything behind.
          isolate: false,
          maxWorkers: 2,
          testTimeout: 10_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...patient,
          name: 'waiting',
          include: waiting,
          exclude: never,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patient,
          name: 'e2e',
          include: [endToEnd],
          exclude: [...never, ...waiting, ...long],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...patient,
          name: 'long',
          include: long,
          exclude: never,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
