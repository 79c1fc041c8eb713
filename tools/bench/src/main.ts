/** `npm run bench`: what is measured, each in a command of its own. */
import { CrewError } from '@pitcrew/cli/crew';
import { CaseError, CommandError } from '@pitcrew/cli/eval';
import { Command } from 'commander';
import { addAccuracyCommand } from './accuracy/command.ts';
import { addCostCommand } from './cost-command.ts';
import { addEscalationsCommand } from './escalations/command.ts';
import { addInjectionsCommand } from './injections/command.ts';
import { addLatencyCommand } from './latency-command.ts';
import { addMonthCommand } from './month/command.ts';
import { addServedCommand } from './served-command.ts';
import { addTraceCommand } from './trace-command.ts';
import { addVerdictsCommand } from './verdicts/command.ts';

const program = new Command('bench').description('measure the crew on this machine');
addLatencyCommand(program);
addAccuracyCommand(program);
addVerdictsCommand(program);
addServedCommand(program);
addEscalationsCommand(program);
addInjectionsCommand(program);
addMonthCommand(program);
addCostCommand(program);
addTraceCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CrewError || error instanceof CaseError || error instanceof CommandError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
