/** `pitcrew token`: a token of the issuer of a crew that `pitcrew up --identity` has brought up on this machine. */
import { existsSync } from 'node:fs';
import { ROLES, type Role } from '@pitcrew/rpc';
import { type Command, InvalidArgumentError } from 'commander';
import { keyFileIn } from '../crew/identity.ts';
import { CommandError } from './command-error.ts';
import { TENANT_DEFAULT } from './gateway-target.ts';
import { count } from './options.ts';
import { say, whoAmI } from './terminal.ts';

type TokenOptions = {
  readonly tenant: string;
  readonly role: readonly Role[];
  readonly subject: string;
  readonly hours: number;
  readonly identity?: string;
};

export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('print a token for a crew that was brought up with --identity')
    .option('--tenant <tenant>', 'for whom its bearer speaks', TENANT_DEFAULT)
    .option('--role <roles>', `of ${ROLES.join(', ')}; several with commas between`, roles, [...ROLES])
    .option('--subject <name>', 'who its bearer is', whoAmI())
    .option('--hours <count>', 'how long it holds', count(1, 24 * 30), 12)
    .option('--identity <folder>', 'of the crew; by default PITCREW_IDENTITY_DIR')
    .action(printToken);
}

async function printToken({ tenant, role, subject, hours, identity }: TokenOptions): Promise<void> {
  const folder = identity ?? process.env.PITCREW_IDENTITY_DIR ?? '';
  const keyFile = keyFileIn(folder);
  if (folder === '' || !existsSync(keyFile))
    throw new CommandError(
      'say which crew: --identity FOLDER, or PITCREW_IDENTITY_DIR, as `pitcrew up --identity` prints it',
    );
  const { signWithKeyFile } = await import('@pitcrew/testing/identity');
  say(await signWithKeyFile(keyFile, { tenant, roles: role, subject, validForS: hours * 60 * 60 }));
}

/** `submitter,approver` */
export function roles(text: string): readonly Role[] {
  const names = text.split(',').map((name) => name.trim());
  const known = ROLES.filter((role) => names.includes(role));
  if (known.length !== names.length) throw new InvalidArgumentError(`Write some of ${ROLES.join(', ')}.`);
  return known;
}
