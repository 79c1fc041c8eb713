/** `pitcrew eval --dialogues`: every turn of a team's own dialogues, against the executor that the environment names or one of its own. */
import { readFile } from 'node:fs/promises';
import { executorService, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { parseDialogues, turnsOf } from '@pitcrew/specialists';
import { startCrew } from '../crew.ts';
import { askTurn, type Executor, type TurnResult } from '../dialogues/ask-turn.ts';
import { dialogueReportOf, dialogueReportText } from '../dialogues/dialogue-report.ts';
import { inParallel } from '../eval/in-parallel.ts';
import { CommandError } from './command-error.ts';
import type { EvalOptions } from './eval.ts';
import { complain, say } from './terminal.ts';

const TENANT = TenantId.parse('eval');

export async function evaluateDialogues(
  file: string,
  { json = false, concurrency, limit, models }: EvalOptions,
): Promise<number> {
  const turns = parseDialogues(await readText(file), file)
    .slice(0, limit)
    .flatMap(turnsOf);
  const results = await withExecutor(models, (executor) => {
    let done = 0;
    return inParallel(turns, concurrency, async (turn): Promise<TurnResult> => {
      const result = await askTurn(executor, TENANT, turn);
      done += 1;
      const verdict = result.exact ? 'right' : 'wrong';
      complain(
        `${done}/${turns.length} line ${turn.line} message ${turn.message} ${verdict} (${Math.round(result.latencyMs)} ms)`,
      );
      return result;
    });
  });
  const report = dialogueReportOf(results);
  say(json ? JSON.stringify(report) : dialogueReportText(report));
  return 0;
}

/** Only the executor answers, so of a crew of its own only it is started, with the tool server that it looks for. */
async function withExecutor<T>(models: string | undefined, action: (executor: Executor) => Promise<T>): Promise<T> {
  const named = process.env.PITCREW_EXECUTOR;
  if (named) return withAddress(named, action);
  complain('starting an executor for the evaluation');
  await using crew = await startCrew({ only: ['backoffice', 'executor'], models });
  return await withAddress(crew.addresses.executor ?? '', action);
}

async function withAddress<T>(address: string, action: (executor: Executor) => Promise<T>): Promise<T> {
  const executor = connect(executorService, address);
  try {
    return await action(executor);
  } finally {
    executor.close();
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
