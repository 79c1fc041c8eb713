/**
 * `pitcrew dead-letters`: what the services could not deal with and set aside, and how it is tried again. It talks to the bus itself, as
 * only operators may.
 */
import { type DeadLetter, type DeadLetters, openDeadLetters } from '@pitcrew/bus';
import type { Command } from 'commander';
import { busTarget, nats } from './bus-target.ts';
import { CommandError } from './command-error.ts';
import { count, output } from './options.ts';
import { table } from './table.ts';
import { say } from './terminal.ts';

type Options = { readonly nats?: string; readonly limit: number; readonly output: 'text' | 'json' };

export function addDeadLetterCommands(program: Command): void {
  const commands = program
    .command('dead-letters')
    .description('what the services could not deal with: a run that was woken for it waits until it is tried again');
  const add = (name: string, description: string): Command =>
    commands
      .command(name)
      .description(description)
      .addOption(nats())
      .option('--limit <letters>', 'at most so many, the oldest first', count(1, 100_000), 100)
      .addOption(output());
  add('list', 'show them').action(list);
  add('retry', 'wake the runs that they are about, once the cause is gone, and take them off the list')
    .argument('[number]', 'of one letter, as listed; all unless given', count(1, Number.MAX_SAFE_INTEGER))
    .action(retry);
}

async function list(options: Options): Promise<void> {
  await using letters = await open(options);
  const found = await letters.list(options.limit);
  if (options.output === 'json') return say(JSON.stringify(found));
  if (found.length === 0) return say('there are no dead letters');
  say(table(['NUMBER', 'SINCE', 'SERVICE', 'TENANT', 'RUN', 'REASON'], found.map(row)));
}

async function retry(number: number | undefined, options: Options): Promise<void> {
  await using letters = await open(options);
  const found = await letters.list(number === undefined ? options.limit : Number.MAX_SAFE_INTEGER);
  const wanted = number === undefined ? found : found.filter(({ sequence }) => sequence === number);
  if (number !== undefined && wanted.length === 0) throw new CommandError(`there is no dead letter ${number}`);
  for (const letter of wanted) await letters.retry(letter);
  const woken = wanted.filter(({ run }) => run !== undefined).length;
  if (options.output === 'json') return say(JSON.stringify({ retried: wanted.length, woken }));
  say(`${wanted.length} dead letters taken off the list, ${woken} runs woken`);
}

const row = ({ sequence, at, service, run, reason }: DeadLetter): readonly string[] => [
  String(sequence),
  at,
  service,
  run?.tenant ?? '-',
  run?.run ?? '-',
  reason,
];

const open = (options: Options): Promise<DeadLetters> => openDeadLetters(busTarget(options.nats));
