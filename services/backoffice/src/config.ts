/** The environment of the process, read once. */
import { z } from 'zod';

const Environment = z.object({
  PITCREW_LISTEN: z
    .string()
    .regex(/^.+:\d{1,5}$/, 'write host:port, such as 127.0.0.1:7080')
    .default('127.0.0.1:0'),
  PITCREW_BACKOFFICE_DB: z.string().min(1).optional(),
  PITCREW_BACKOFFICE_CONTROL: z.enum(['0', '1']).default('0'),
});

export type Config = {
  readonly host: string;
  readonly port: number;
  /** Directory with a database file for each tenant; in memory when absent. */
  readonly directory: string | undefined;
  /** Whether the control door is open: it replaces worlds and orders faults, so never in production. */
  readonly control: boolean;
};

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new Error(`the environment is wrong: ${z.prettifyError(parsed.error)}`);
  const { PITCREW_LISTEN: listen, PITCREW_BACKOFFICE_DB: directory, PITCREW_BACKOFFICE_CONTROL: control } = parsed.data;
  const colon = listen.lastIndexOf(':');
  const host = listen.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(listen.slice(colon + 1)), directory, control: control === '1' };
}
