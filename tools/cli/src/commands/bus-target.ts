/** Where the run log is, for the commands of operators that read it themselves: what a service is told by its environment, or the option. */
import { busSettings } from '@pitcrew/bus';
import { Option } from 'commander';
import { CommandError } from './command-error.ts';

export const nats = (): Option => new Option('--nats <url>', 'where the run log is; by default PITCREW_NATS_URL');

export function busTarget(url: string | undefined): ReturnType<typeof busSettings> {
  const environment = { ...process.env, ...(url !== undefined && { PITCREW_NATS_URL: url }) };
  if ((environment.PITCREW_NATS_URL ?? '') === '')
    throw new CommandError('say where the run log is: --nats nats://HOST:PORT, or PITCREW_NATS_URL in the environment');
  return busSettings(environment);
}
