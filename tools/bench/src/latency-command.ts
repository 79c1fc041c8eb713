/** `npm run bench -- latency`: how long an order takes, where the time goes, and what the crew weighs. Exit code 1 when a limit is not kept. */
import { count } from '@pitcrew/cli/eval';
import type { Command } from 'commander';
import { measure } from './benchmark.ts';
import { reportOf } from './report.ts';
import { reportText } from './report-text.ts';

type Options = {
  readonly json: boolean;
  readonly runs: number;
  readonly warmUps: number;
  readonly tracedRuns: number;
};

/** What `npm run bench` does when nothing else is said. */
export function addLatencyCommand(program: Command): void {
  program
    .command('latency', { isDefault: true })
    .description('measure runs of the example order on this machine')
    .option('--runs <count>', 'runs to time', count(0, 10_000), 30)
    .option('--warm-ups <count>', 'runs before them that do not count', count(0, 10_000), 5)
    .option('--traced-runs <count>', 'runs with tracing, for the share of orchestration', count(0, 10_000), 10)
    .option('--json', 'print one JSON document', false)
    .action(measureLatency);
}

async function measureLatency({ json, ...plan }: Options): Promise<void> {
  const report = reportOf(await measure(plan, (what) => process.stderr.write(`${what}\n`)));
  process.stdout.write(`${json ? JSON.stringify(report) : reportText(report)}\n`);
  process.exitCode = report.marks.every(({ kept }) => kept) ? 0 : 1;
}
