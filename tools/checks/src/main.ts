/**
 * `npm run check`: everything that has to hold before a change lands, one check after the other, each with its time; exactly what the
 * build machine runs. `npm run check -- lint types` runs the named ones. Ends on the line `N passed, N failed`: tests, and each other
 * check that failed counted as one failure. The same line is left in .cache/check-summary.txt.
 */
import { checks, chosen } from './checks.ts';
import { runCheck } from './run-check.ts';
import { printSummary } from './summary.ts';

const results = [];
for (const check of chosen(checks, process.argv.slice(2))) results.push(await runCheck(check));
process.exitCode = printSummary(results) ? 0 : 1;
