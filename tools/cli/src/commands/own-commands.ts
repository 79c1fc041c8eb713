/** The commands that bring a team's own models into use. */
import type { Command } from 'commander';
import { type PromoteOptions, promoteRole } from './promote.ts';

export function addOwnCommands(program: Command): void {
  program
    .command('promote')
    .description('let a newly trained specialist be the one that is served, unless it is worse on the gate rows')
    .argument('<role>', 'executor, router, ...')
    .option('--from <folder>', 'what its training wrote')
    .option('--undo', 'go back to the release before')
    .option('--models <folder>', 'the models that are served; those of this checkout unless said')
    .option('--rows <file>', 'the gate rows; .training/rows/<role>/gate.jsonl beside the models unless said')
    .action(async (role: string, options: PromoteOptions) => {
      process.exitCode = await promoteRole(role, options);
    });
}
