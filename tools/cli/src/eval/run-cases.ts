/** The cases of a file and what comes of them: some at a time through one gateway, each told in a line as it ends. */
import { readFile } from 'node:fs/promises';
import type { Mode } from '@pitcrew/contracts';
import { CommandError } from '../commands/command-error.ts';
import { withGateway } from '../commands/gateway-target.ts';
import type { Crew } from '../crew.ts';
import { type EvalCase, parseCases } from './case.ts';
import { inParallel } from './in-parallel.ts';
import { passed } from './judge-case.ts';
import { type CaseResult, runCase } from './run-case.ts';

/** What an evaluation needs of a crew: where requests go, and where worlds are set, if they can be. */
export type Doors = Pick<Crew, 'gateway'> & { readonly controlUrl: string | undefined };

export type RunOptions = {
  readonly concurrency: number;
  /** Of every case. */
  readonly mode?: Mode | undefined;
  readonly tell: (line: string) => void;
};

export async function readCases(file: string): Promise<readonly EvalCase[]> {
  return parseCases(await textOf(file), file);
}

/** Answers in the order of the cases. */
export const runCases = (
  { gateway: address, controlUrl }: Doors,
  cases: readonly EvalCase[],
  { concurrency, mode, tell }: RunOptions,
): Promise<readonly CaseResult[]> =>
  withGateway({ gateway: address }, (gateway) => {
    let done = 0;
    return inParallel(cases, concurrency, async (evalCase) => {
      const result = await runCase(gateway, controlUrl, evalCase, mode);
      const wrong = Object.entries(result.keys).flatMap(([key, compared]) => (compared.passed ? [] : [key]));
      const verdict = passed(result.keys) ? 'right' : `wrong: ${wrong.join(', ')}`;
      done += 1;
      tell(`${done}/${cases.length} line ${evalCase.line} ${verdict} (${Math.round(result.latencyMs)} ms)`);
      return result;
    });
  });

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
