/** The commands over a gateway that is up: runs, and what waits for a person. */
import type { Command } from 'commander';
import { decideApproval, listApprovals } from './approvals.ts';
import { count, gateway, mode, onBudget, output, tenant } from './options.ts';
import { cancelRun, getRun, listRuns, submitRun, watchRun } from './runs.ts';

export function addRunCommands(program: Command): void {
  const runs = program.command('runs').description('submit, list, show, watch and cancel runs');
  runs
    .command('submit')
    .argument('<request>')
    .option('--request-id <id>', 'submitting the same id again answers with the same run')
    .addOption(mode())
    .addOption(onBudget())
    .addOption(gateway())
    .addOption(tenant())
    .addOption(output())
    .action(submitRun);
  runs
    .command('list')
    .option('--limit <count>', 'runs on a page', count(1, 200), 50)
    .option('--page-token <token>', 'the next page', '')
    .addOption(gateway())
    .addOption(tenant())
    .addOption(output())
    .action(listRuns);
  runs.command('get').argument('<run>').addOption(gateway()).addOption(tenant()).addOption(output()).action(getRun);
  runs
    .command('watch')
    .argument('<run>')
    .option('--after <sequence>', 'resume after this event', count(0, Number.MAX_SAFE_INTEGER), 0)
    .addOption(gateway())
    .addOption(tenant())
    .addOption(output())
    .action(watchRun);
  runs
    .command('cancel')
    .argument('<run>')
    .option('--reason <text>', 'why, for the log', '')
    .addOption(gateway())
    .addOption(tenant())
    .action(cancelRun);
}

export function addApprovalCommands(program: Command): void {
  const approvals = program.command('approvals').description('what waits for a person, and the decision');
  approvals.command('list').addOption(gateway()).addOption(tenant()).addOption(output()).action(listApprovals);
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
    .addOption(tenant())
    .action(decideApproval);
}
