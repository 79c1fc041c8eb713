/** `pitcrew eval`: every case of a file, some at a time, against a crew of its own or the one that the environment names. */
import type { Mode } from '@pitcrew/contracts';
import { startCrew } from '../crew.ts';
import { reportOf, reportText } from '../eval/report.ts';
import { type Doors, readCases, runCases } from '../eval/run-cases.ts';
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

export async function evaluate(file: string, options: EvalOptions): Promise<number> {
  const { json = false, concurrency, limit, mode, models } = options;
  const cases = (await readCases(file)).slice(0, limit);
  const results = await withDoors(models, (doors) => runCases(doors, cases, { concurrency, mode, tell: complain }));
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
