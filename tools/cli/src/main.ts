#!/usr/bin/env node
/** The command `pitcrew`: what it can do. Each action stands in a file of its own. */
import { isRpcError } from '@pitcrew/rpc';
import { DialogueError } from '@pitcrew/specialists';
import { Command } from 'commander';
import { addArchiveCommand } from './commands/archive-command.ts';
import { addBudgetCommands } from './commands/budget-commands.ts';
import { CommandError } from './commands/command-error.ts';
import { addCrewCommands } from './commands/crew-commands.ts';
import { addDeadLetterCommands } from './commands/dead-letter-commands.ts';
import { addOwnCommands } from './commands/own-commands.ts';
import { addApprovalCommands, addReviewCommands, addRunCommands } from './commands/run-commands.ts';
import { complain } from './commands/terminal.ts';
import { addTokenCommand } from './commands/token.ts';
import { addVerifyCommand } from './commands/verify-command.ts';
import { CrewError } from './crew.ts';
import { CaseError } from './eval/case.ts';

/** What a user did or met: the message is enough. */
const EXPECTED = [CommandError, CrewError, CaseError, DialogueError];

const program = new Command('pitcrew').description('multi-step agents on your own small models');
addCrewCommands(program);
addRunCommands(program);
addApprovalCommands(program);
addReviewCommands(program);
addBudgetCommands(program);
addOwnCommands(program);
addTokenCommand(program);
addVerifyCommand(program);
addArchiveCommand(program);
addDeadLetterCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  if (isRpcError(error)) complain(`${error.code}: ${error.message}`);
  else if (EXPECTED.some((kind) => error instanceof kind)) complain((error as Error).message);
  else throw error;
  process.exitCode = 2;
}
