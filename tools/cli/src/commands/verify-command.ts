/** The command that checks what is stored. */
import type { Command } from 'commander';
import { nats } from './bus-target.ts';
import { output, tenant } from './options.ts';
import { type VerifyOptions, verify } from './verify.ts';

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('check the stored log of a run, or of all runs of a tenant, for missing and altered events')
    .argument('[run]', 'all runs of the tenant unless given')
    .addOption(nats())
    .addOption(tenant())
    .addOption(output())
    .action(async (run: string | undefined, options: VerifyOptions) => {
      process.exitCode = await verify(run, options);
    });
}
