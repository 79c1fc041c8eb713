/**
 * Records the logs of a few runs of this version under libs/run/src/recorded, for later versions to read: `node
 * tools/faults/src/record-histories.ts`. Run it before a release whose events differ; old recordings stay.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TenantId } from '@pitcrew/contracts';
import { drawCases } from './cases.ts';
import { SPENDER, startScene } from './scene.ts';
import { ORDER_PLAN, UNCLEAR } from './unclear.ts';
import { type Done, type Work, workOn } from './work.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'libs/run/src/recorded');
const LOCAL = 5;

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
await using scene = await startScene({ provider: () => ORDER_PLAN });
const cases = await drawCases(scene, LOCAL);
for (const [at, { work }] of cases.entries())
  keep(`local-${at + 1}`, work, await workOn(scene, work, TenantId.parse(`recorded-${at + 1}`)));
const asked = { request: UNCLEAR, world: {} };
keep('escalated', asked, await workOn(scene, asked, SPENDER));

function keep(name: string, work: Work, { events, effects }: Done): void {
  const lines = [{ version, ...work, effects }, ...events.map(({ event }) => event)];
  writeFileSync(join(FOLDER, `${version}-${name}.jsonl`), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}
