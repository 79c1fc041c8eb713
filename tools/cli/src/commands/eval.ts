/** `pitcrew eval`: every case of a file, some at a time, against a crew of its own or the one that the environment names. */
import { readFile } from 'node:fs/promises';
import type { Mode } from '@pitcrew/contracts';
import { type Crew, startCrew } from '../crew.ts';
import { type EvalCase, parseCases } from '../eval/case.ts';
import { inParallel } from '../eval/in-parallel.ts';
import { passed } from '../eval/judge-case.ts';
import { reportOf, reportText } from '../eval/report.ts';
import { type CaseResult, runCase } from '../eval/run-case.ts';
import { CommandError } from './command-error.ts';
import { withGateway } from './gateway-target.ts';
import { complain, say } from './terminal.ts';

export type EvalOptions = {
  readonly json?: boolean;
  readonly concurrency: number;
  readonly limit?: number;
  /** Of every case. */
  readonly mode?: Mode;
  /** Of a crew that is started for the evaluation. */
  readonly models?: string;
};

type Doors = Pick<Crew, 'gateway'> & { readonly controlUrl: string | undefined };

export async function evaluate(file: string, options: EvalOptions): Promise<number> {
  const { json = false, concurrency, limit, mode, models } = options;
  const cases = parseCases(await readCases(file), file).slice(0, limit);
  const results = await withDoors(models, (doors) => runAll(doors, cases, concurrency, mode));
  const report = reportOf(results);
  say(json ? JSON.stringify(report) : reportText(report));
  return 0;
}

/** A crew over somebody's own tools has no control door: its cases meet the world as it is. */
async function withDoors<T>(models: string | undefined, action: (doors: Doors) => Promise<T>): Promise<T> {
  const { PITCREW_GATEWAY: gateway, PITCREW_BACKOFFICE_CONTROL_URL: controlUrl } = process.env;
  if (gateway) return action({ gateway, controlUrl: controlUrl?.replace(/\/$/, '') });
  complain('starting a crew for the evaluation');
  await using crew = await startCrew({ control: true, models });
  return await action(crew);
}

const runAll = (
  { gateway: address, controlUrl }: Doors,
  cases: readonly EvalCase[],
  concurrency: number,
  mode: Mode | undefined,
): Promise<readonly CaseResult[]> =>
  withGateway({ gateway: address }, (gateway) => {
    let done = 0;
    return inParallel(cases, concurrency, async (evalCase) => {
      const result = await runCase(gateway, controlUrl, evalCase, mode);
      const wrong = Object.entries(result.keys).flatMap(([key, compared]) => (compared.passed ? [] : [key]));
      const verdict = passed(result.keys) ? 'right' : `wrong: ${wrong.join(', ')}`;
      done += 1;
      complain(`${done}/${cases.length} line ${evalCase.line} ${verdict} (${Math.round(result.latencyMs)} ms)`);
      return result;
    });
  });

async function readCases(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
