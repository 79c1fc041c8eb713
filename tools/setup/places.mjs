/** Where set-up reads and writes, as absolute paths. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const cache = join(root, '.cache');
export const modules = join(root, 'node_modules');
export const bin = join(modules, '.bin');
