/** `npm run bench`: how long an order takes, where the time goes, and what the crew weighs. Exit code 1 when a limit is not kept. */
import { CrewError } from '@pitcrew/cli/crew';
import { Command, InvalidArgumentError } from 'commander';
import { measure } from './benchmark.ts';
import { reportOf } from './report.ts';
import { reportText } from './report-text.ts';

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 10_000) return value;
  throw new InvalidArgumentError('Write a whole number from 0 to 10000.');
};

const { json, ...plan } = new Command('bench')
  .description('measure runs of the example order on this machine')
  .option('--runs <count>', 'runs to time', count, 30)
  .option('--warm-ups <count>', 'runs before them that do not count', count, 5)
  .option('--traced-runs <count>', 'runs with tracing, for the share of orchestration', count, 10)
  .option('--json', 'print one JSON document', false)
  .parse()
  .opts<{ json: boolean; runs: number; warmUps: number; tracedRuns: number }>();

try {
  const report = reportOf(await measure(plan, (what) => process.stderr.write(`${what}\n`)));
  process.stdout.write(`${json ? JSON.stringify(report) : reportText(report)}\n`);
  process.exitCode = report.marks.every(({ kept }) => kept) ? 0 : 1;
} catch (error) {
  if (!(error instanceof CrewError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
