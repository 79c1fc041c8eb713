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
};

export async function evaluate(file: string, { json = false, concurrency, limit, mode }: EvalOptions): Promise<number> {
  const cases = (await readCases(file)).slice(0, limit);
  const results = await withDoors((doors) => runCases(doors, cases, { concurrency, mode, tell: complain }));
  const report = reportOf(results);
  say(json ? JSON.stringify(report) : reportText(report));
  return 0;
}

async function withDoors<T>(action: (doors: Doors) => Promise<T>): Promise<T> {
  const { PITCREW_GATEWAY: gateway, PITCREW_BACKOFFICE_CONTROL_URL: controlUrl } = process.env;
  if (gateway && controlUrl) return action({ gateway, controlUrl: controlUrl.replace(/\/$/, '') });
  complain('starting a crew for the evaluation');
  await using crew = await startCrew({ control: true });
  return await action(crew);
}
