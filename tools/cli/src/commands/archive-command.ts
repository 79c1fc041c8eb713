/**
 * `pitcrew archive`: makes room on the run log, by hand or as a scheduled job. It talks to the bus itself, as only operators may; runs
 * that it has archived are listed, read and verified as before.
 */
import { openBus } from '@pitcrew/bus';
import type { Command } from 'commander';
import { busTarget, nats } from './bus-target.ts';
import { count, output } from './options.ts';
import { say } from './terminal.ts';

type Options = { readonly olderThanDays: number; readonly nats?: string; readonly output: 'text' | 'json' };

const DAY_MS = 24 * 3_600_000;

export function addArchiveCommand(program: Command): void {
  program
    .command('archive')
    .description('move the logs of runs that ended long ago off the run log')
    .option('--older-than-days <days>', 'that ended longer ago', count(1, 3650), 30)
    .addOption(nats())
    .addOption(output())
    .action(archive);
}

async function archive({ olderThanDays, nats: url, output: format }: Options): Promise<void> {
  await using bus = await openBus({ ...busTarget(url), service: 'archive', adjust: false });
  const swept = await bus.archiveFinished(new Date(bus.now().getTime() - olderThanDays * DAY_MS));
  if (format === 'json') return say(JSON.stringify(swept));
  say(`${swept.archived} runs archived, ${swept.bytes} bytes of events; ${swept.left} had not ended by then and stay`);
}
