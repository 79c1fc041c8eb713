/** The commands that bring a team's own models into use. */
import type { Command } from 'commander';
import { exportRuns } from './export-runs.ts';
import { count, gateway, tenant, tokenFile, toolsUrl, workflows } from './options.ts';
import { buildRows, type OwnFolderOptions, trainFolder } from './own-folder.ts';
import { type PromoteOptions, promoteRole } from './promote.ts';

export function addOwnCommands(program: Command): void {
  const dataset = program
    .command('dataset')
    .description('training rows from packs, requests and dialogues of your own, and from finished runs');
  dataset
    .command('export')
    .description('what finished runs teach, redacted, into a folder of your own')
    .argument('<folder>', 'made if it is missing')
    .addOption(gateway())
    .addOption(tokenFile())
    .addOption(tenant())
    .addOption(workflows())
    .option('--limit <runs>', 'the newest so many', count(1, 1_000_000), 10_000)
    .action(exportRuns);
  dataset
    .command('build')
    .argument('<folder>', 'with workflows/ and dialogues/')
    .addOption(toolsUrl())
    .action(async (folder: string, options: OwnFolderOptions) => {
      process.exitCode = await buildRows(folder, options);
    });

  program
    .command('train')
    .description('build the rows of a folder of your own and train its specialists, into its models/')
    .argument('<folder>', 'with workflows/ and dialogues/')
    .addOption(toolsUrl())
    .action(async (folder: string, options: OwnFolderOptions) => {
      process.exitCode = await trainFolder(folder, options);
    });

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
