/** The commands that bring a crew up: to show it, to keep it, to measure it. */
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { CommandError } from './command-error.ts';
import { evaluate } from './eval.ts';
import { evaluateDialogues } from './eval-dialogues.ts';
import { count, mode, models, toolsUrl, workflows } from './options.ts';
import { evaluateFolder } from './own-folder.ts';
import { start } from './start.ts';
import { up } from './up.ts';

const exitWith =
  <A extends readonly unknown[]>(action: (...args: A) => Promise<number>) =>
  async (...args: A): Promise<void> => {
    process.exitCode = await action(...args);
  };

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export function addCrewCommands(program: Command): void {
  program
    .command('start')
    .description('bring the crew up and watch it work on one request')
    .argument('[request]', 'what should be done; an order to process unless said')
    .option('--keep', 'leave the crew up afterwards')
    .addOption(mode())
    .addOption(workflows())
    .addOption(models())
    .addOption(toolsUrl())
    .action(exitWith((request: string | undefined, options) => start(request, options)));

  program
    .command('up')
    .description('bring the crew up until Ctrl-C')
    .option('--replicas <service=count...>', 'how many processes of a service', [])
    .option('--nats <count>', 'servers of the bus; with 3 it survives the loss of one', count(1, 5), 1)
    .option('--directory <path>', 'keep database, run log and logs there')
    .option('--identity', 'give each part a certificate and ask callers for tokens, as in production')
    .option('--control', 'let evaluations set the worlds of the back office')
    .addOption(workflows())
    .addOption(models())
    .addOption(toolsUrl())
    .action(exitWith((options) => up(options)));

  program
    .command('eval')
    .description('run each case of a file through the gateway and say how often the crew was right')
    .argument(
      '[file]',
      'one case a line, JSON; or a folder of your own, whose specialists are measured on its test rows',
    )
    .addOption(models())
    .option('--dialogues <file>', 'in place of cases: dialogues in the OpenAI chat fine-tuning format, turn by turn')
    .option('--json', 'print one JSON document with every case')
    .option('--concurrency <count>', 'cases under way at once', count(1, 64), 4)
    .option('--limit <count>', 'only the first cases or dialogues of the file', count(1, 1_000_000))
    .addOption(mode())
    .action(
      exitWith((file: string | undefined, { dialogues, ...options }) => {
        if ((file === undefined) === (dialogues === undefined))
          throw new CommandError('give a file of cases, or --dialogues and a file');
        if (file === undefined) return evaluateDialogues(dialogues, options);
        return isFolder(file) ? evaluateFolder(file, options.json ?? false) : evaluate(file, options);
      }),
    );
}
