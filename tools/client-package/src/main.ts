/** `npm run pack:client`: the client as a file that `npm install` takes. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packClient } from './pack.ts';

const folder = join(resolve(import.meta.dirname, '../../..'), '.cache/client-package');
await mkdir(folder, { recursive: true });
process.stdout.write(`${await packClient(folder)}\n`);
