/** The commands over a gateway that is up: runs, and what waits for a person. */
import { RunPhase, RunStatus } from '@pitcrew/contracts';
import { type Command, Option } from 'commander';
import { decideApproval, listApprovals } from './approvals.ts';
import { answerRun } from './clarify.ts';
import { count, gateway, mode, onBudget, output, tenant, time, tokenFile } from './options.ts';
import { listReviews, resolveReview, showReview } from './reviews.ts';
import { cancelRun, getRun, listRuns, submitRun, watchRun } from './runs.ts';

export function addRunCommands(program: Command): void {
  const runs = program.command('runs').description('submit, list, show, watch, answer and cancel runs');
  for (const parent of [program, runs])
    parent
      .command('submit')
      .description('hand a request in; prints the id of its run')
      .argument('<request>')
      .option('--request-id <id>', 'submitting the same id again answers with the same run')
      .option('--clarify', 'if the request is unclear, be asked once instead of ending there')
      .addOption(mode())
      .addOption(onBudget())
      .addOption(gateway())
      .addOption(tokenFile())
      .addOption(tenant())
      .addOption(output())
      .action(submitRun);
  runs
    .command('answer')
    .description('answer what a run asks about its unclear request')
    .argument('<run>')
    .argument('<answer>', 'what the request lacked, in your own words')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .action(answerRun);
  runs
    .command('list')
    .option('--limit <count>', 'runs on a page', count(1, 200), 50)
    .option('--page-token <token>', 'the next page', '')
    .addOption(new Option('--phase <phase>', 'only those in this phase').choices(RunPhase.options))
    .addOption(new Option('--status <status>', 'only those that ended so').choices(RunStatus.options))
    .option('--workflow <name>', 'only those of this workflow')
    .option('--from <time>', 'only those submitted at this time or later, such as 2026-11-01', time)
    .option('--before <time>', 'only those submitted before this time', time)
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .addOption(output())
    .action(listRuns);
  runs
    .command('get')
    .argument('<run>')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .addOption(output())
    .action(getRun);
  runs
    .command('watch')
    .argument('<run>')
    .option('--after <sequence>', 'resume after this event', count(0, Number.MAX_SAFE_INTEGER), 0)
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .addOption(output())
    .action(watchRun);
  runs
    .command('cancel')
    .argument('<run>')
    .option('--reason <text>', 'why, for the log', '')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .action(cancelRun);
}

export function addApprovalCommands(program: Command): void {
  const approvals = program.command('approvals').description('what waits for a person, and the decision');
  filtered(approvals.command('list').description('the calls that wait for approval')).action(listApprovals);
  approvals
    .command('decide')
    .argument('<run>')
    .argument('<step>', 'such as s4')
    .option('--approve')
    .option('--refuse')
    .option('--item <number>', 'the item of a repeated step', count(0, 1_000), 0)
    .option('--digest <digest>', 'decide only if the arguments are still these')
    .option('--reason <text>', 'why, for the log', '')
    .option('--by <name>', 'who decides; by default the user of this machine')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .action(decideApproval);
}

export function addReviewCommands(program: Command): void {
  const reviews = program
    .command('reviews')
    .description('steps that the crew could not do and that a person is asked about');
  filtered(reviews.command('list').description('the steps that wait for an answer')).action(listReviews);
  reviews
    .command('show')
    .description('what was done, what was tried, and how to answer')
    .argument('<run>')
    .argument('<step>', 'such as s4')
    .option('--item <number>', 'the item of a repeated step', count(0, 1_000), 0)
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .addOption(output())
    .action(showReview);
  reviews
    .command('resolve')
    .description('answer in one of four ways')
    .argument('<run>')
    .argument('<step>', 'such as s4')
    .option('--retry <json>', "do the step with these arguments: '{...}'")
    .option('--did-nothing', 'with --retry: somebody has looked, and the failed call had no effect')
    .option('--skip', 'go on without the step; what depends on it alone is skipped too')
    .option('--result <json>', "you did it: go on with this result: '{...}'")
    .option('--abort <reason>', 'end the run with what was done')
    .option('--item <number>', 'the item of a repeated step', count(0, 1_000), 0)
    .option('--by <name>', 'who decides; by default the user of this machine')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .action(resolveReview);
}

/** A list of questions to people. */
const filtered = (command: Command): Command =>
  command
    .option('--workflow <name>', 'only of this workflow')
    .option('--step <step>', 'only of this step, such as s4')
    .option('--all', 'those that are no longer pending too')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .addOption(output());
