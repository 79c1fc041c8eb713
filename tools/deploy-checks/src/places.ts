/** Where the checks read and write. What they fetch and build lies under .cache/deploy, each program under its own version. */
import { join, resolve } from 'node:path';

export const root: string = resolve(import.meta.dirname, '../../..');
export const deploy: string = join(root, 'deploy');
export const chart: string = join(deploy, 'helm/pitcrew');
export const cache: string = join(root, '.cache/deploy');
export const goModule: string = resolve(import.meta.dirname, '../pod-security');
