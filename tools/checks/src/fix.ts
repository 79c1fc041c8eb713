/**
 * `npm run fix`: brings right what a program can: format, imports, generated wire types, the drawing in docs/architecture.md, and the
 * lock file, which npm fills with GPU builds again on a machine that has them.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redraw } from './drawing.ts';
import { withoutGpuBuilds } from './lock-file.ts';
import { read, root } from './repository.ts';

const run = (program: string, ...args: string[]) =>
  spawnSync(program, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

writeFileSync(join(root, 'package-lock.json'), withoutGpuBuilds(read('package-lock.json')));
const generated = run('node', 'tools/generate-wire.mjs');
const formatted = run('biome', 'check', '--write', '.');
await redraw();
process.exitCode = generated || formatted;
