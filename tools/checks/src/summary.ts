/** Adds up what the checks and the tests said, and writes the closing line. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testResultsFile } from './checks.ts';
import { root } from './repository.ts';
import type { Result } from './run-check.ts';

export type TestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

const summaryFile = join(root, '.cache/check-summary.txt');

/** Returns whether all is well. */
export function printSummary(results: readonly Result[]): boolean {
  const ran = results.some((result) => result.name === 'tests' && result.outcome !== 'skipped');
  const report =
    ran && existsSync(testResultsFile) ? (JSON.parse(readFileSync(testResultsFile, 'utf8')) as TestReport) : undefined;
  const { passed, failed } = count(results, report);
  const line = `${passed} passed, ${failed} failed`;
  const bad = results.filter((result) => result.outcome === 'failed').map((result) => result.name);
  if (bad.length > 0) console.log(`\nFailed: ${bad.join(', ')}`);
  mkdirSync(dirname(summaryFile), { recursive: true });
  writeFileSync(summaryFile, `${line}\n`);
  console.log(line);
  return failed === 0;
}

/**
 * Passed are tests (with no tests run: checks). Failed are tests, files of tests that could not be loaded, and checks; the check
 * called `tests` counts by itself only when it failed for another reason than a test, for instance before it ran any.
 */
export function count(results: readonly Result[], report: TestReport | undefined): { passed: number; failed: number } {
  const failedChecks = results.filter((result) => result.outcome === 'failed').map((result) => result.name);
  if (report === undefined) {
    return { passed: results.filter((result) => result.outcome === 'passed').length, failed: failedChecks.length };
  }
  const failedTests = report.numFailedTests + report.testResults.filter(didNotLoad).length;
  const others = failedChecks.filter((name) => name !== 'tests' || failedTests === 0).length;
  return { passed: report.numPassedTests, failed: failedTests + others };
}

function didNotLoad(file: TestReport['testResults'][number]): boolean {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
}
