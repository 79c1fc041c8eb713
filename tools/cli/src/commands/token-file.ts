/**
 * The token that a command shows: from the file of `--token-file`, else of PITCREW_TOKEN_FILE. A file, because what stands on a
 * command line or in the environment is seen by others. It is read anew for each call: whoever renews the token renews the file.
 */
import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';

export function tokenOf({ tokenFile }: { readonly tokenFile?: string | undefined }): (() => string) | undefined {
  const file = tokenFile ?? (process.env.PITCREW_TOKEN_FILE || undefined);
  return file === undefined ? undefined : () => readToken(file);
}

function readToken(file: string): string {
  try {
    const token = readFileSync(file, 'utf8').trim();
    if (/^[\x21-\x7e]+$/.test(token)) return token;
  } catch (error) {
    throw new CommandError(`the token file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  throw new CommandError(`the token file ${file} holds no token`);
}
