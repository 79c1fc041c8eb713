import { expect, it } from 'vitest';
import type { Result } from './run-check.ts';
import { count, type TestReport } from './summary.ts';

const check = (name: string, outcome: Result['outcome']): Result => ({ name, outcome, durationMs: 1 });
const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});
const report = (passed: number, failed: number, ...testResults: TestReport['testResults']): TestReport => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults,
});

it.each([
  ['all is well', [check('lint', 'passed'), check('tests', 'passed')], report(5, 0, file('passed', 'passed')), [5, 0]],
  ['a failed check is one failure', [check('lint', 'failed'), check('tests', 'passed')], report(5, 0), [5, 1]],
  [
    'a failed test is counted once',
    [check('tests', 'failed')],
    report(4, 1, file('failed', 'passed', 'failed')),
    [4, 1],
  ],
  ['a test file that cannot be loaded is a failure', [check('tests', 'failed')], report(4, 0, file('failed')), [4, 1]],
  [
    'a test run that fails without a failed test is a failure',
    [check('tests', 'failed')],
    report(4, 0, file('passed', 'passed')),
    [4, 1],
  ],
  ['a test run without a report is a failure', [check('lint', 'passed'), check('tests', 'failed')], undefined, [1, 1]],
  ['a skipped check counts neither way', [check('training', 'skipped'), check('lint', 'passed')], undefined, [1, 0]],
] as const)('%s', (_name, results, tests, [passed, failed]) => {
  expect(count(results, tests)).toEqual({ passed, failed });
});
