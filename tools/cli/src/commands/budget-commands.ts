/** The commands about what the frontier costs. */
import { PERIODS, parseUsd } from '@pitcrew/contracts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { setLimit, showSpend } from './budget.ts';
import { output, tokenFile } from './options.ts';

const service = (): Option => new Option('--budget <host:port>', 'the budget service; by default PITCREW_BUDGET');

const usd = (text: string): number => {
  const microUsd = parseUsd(text);
  if (microUsd !== undefined) return microUsd;
  throw new InvalidArgumentError('Write dollars such as 20 or 0.5, at least 0.');
};

export function addBudgetCommands(program: Command): void {
  const budget = program.command('budget').description('what the frontier has cost and may cost');
  budget
    .command('show', { isDefault: true })
    .description('limits, spend and alerts of this hour, day and month')
    .option('--tenant <tenant>', 'this one alone; by default all')
    .addOption(service())
    .addOption(tokenFile())
    .addOption(output())
    .action(showSpend);
  budget
    .command('set-limit')
    .description('limit what may be spent; without any limit nothing may')
    .option('--tenant <tenant>', 'the limit of this one')
    .option('--all', 'the limit of all tenants together')
    .addOption(new Option('--period <period>', 'for each of these').choices(PERIODS).makeOptionMandatory())
    .requiredOption('--usd <dollars>', 'such as 20 or 0.5; 0: nothing may be spent', usd)
    .addOption(service())
    .addOption(tokenFile())
    .action(setLimit);
}
