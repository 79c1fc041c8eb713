/** The packed client where another team would use it: installed in an empty folder, type checked and run against a crew. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant } from '@pitcrew/cli/tenant';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packClient } from './pack.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const NODE_TYPES = join(ROOT, 'node_modules/@types/node/package.json');
const EXAMPLE = join(ROOT, 'docs/examples/typescript/process-order.ts');

let crew: Crew;
let scratch: string;
let folder: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitcrew-client-'));
  folder = join(scratch, 'elsewhere');
  mkdirSync(folder);
  crew = await startCrew();
  const packed = await packClient(scratch);
  const { version } = JSON.parse(readFileSync(NODE_TYPES, 'utf8')) as { readonly version: string };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  copyFileSync(EXAMPLE, join(folder, 'process-order.ts'));
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...quietly, packed, `@types/node@${version}`], { cwd: folder });
});
afterAll(async () => {
  await crew?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

it('has types that a strict compiler takes', async () => {
  const strict = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,esnext', '--module', 'nodenext'];
  await run(process.execPath, [TSC, ...strict, '--types', 'node', 'process-order.ts'], { cwd: folder });
});

it('follows a run to its end', async () => {
  using tenant = await openTenant(crew);
  const env = { ...process.env, PITCREW_GATEWAY: crew.gateway, PITCREW_TENANT: tenant.tenant };
  const { stdout } = await run(process.execPath, ['process-order.ts', 'Refund order 70116'], { env, cwd: folder });
  expect(stdout).toMatch(/asked: .*\n\d+ run-parked/s);
  expect(stdout).toMatch(/\d+ run-finished\nsucceeded: .*\n$/);
});
