/** Starts the crew for a person who watches: says what is being started, and how long each took. */

import { bold, dim, say } from '../commands/terminal.ts';
import { type Crew, type CrewOptions, type CrewProgress, startCrew } from '../crew.ts';
import { seconds } from '../story/values.ts';

const NAME_COLUMNS = 16;

const JOBS: Readonly<Record<string, string>> = {
  'nats-server': 'keeps the log of every run',
  backoffice: 'the example system whose tools are called',
  router: 'says which workflow a request is for',
  planner: 'says which steps it takes',
  executor: 'fills in the arguments and calls the tools',
  validator: 'judges calls and results',
  budget: 'keeps what a frontier may cost',
  frontier: 'asks a frontier for plans, if one is configured',
  orchestrator: 'drives runs, step by step',
  gateway: 'the public door',
};

/** A crew that stays up is scraped: each of its processes at a port of its own. */
export const SCRAPED = { PITCREW_METRICS_ADDRESS: '127.0.0.1:0' } as const;

export async function startVisibly(options: CrewOptions): Promise<Crew> {
  say(`${bold('Pitcrew')} starts its crew on this machine:`);
  const startedAt = performance.now();
  const crew = await startCrew({ ...options, onProgress: sayReady });
  say(dim(`  ready after ${seconds(performance.now() - startedAt)}`));
  say();
  return crew;
}

function sayReady({ name, kind, elapsedMs }: CrewProgress): void {
  if (kind !== 'ready') return;
  const job = JOBS[name.replace(/-\d+$/, '')] ?? '';
  say(`  ${name.padEnd(NAME_COLUMNS)}${job} ${dim(`(${seconds(elapsedMs)})`)}`);
}
