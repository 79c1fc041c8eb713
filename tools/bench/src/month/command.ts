/**
 * `npm run bench -- month`: a month of a young crew, which asks the frontier for more than it will later need to. Its requests
 * are drawn from voices that it was not trained on; the budget runs out or lasts; what was paid for is exported, and the crew is
 * trained on it. The fall in escalations is counted on requests of other voices still.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Proportion, proportion } from '@pitcrew/cli/eval';
import { examplesOfRun, exportExamples } from '@pitcrew/dataset/export';
import { type GoldPack, goldsOf, isTrainedOn } from '@pitcrew/dataset/gold';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { pinFolders } from '@pitcrew/setup/pin';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import type { Command } from 'commander';
import { playMonth } from './budget-month.ts';
import { openLocalCrew } from './local-decision.ts';
import { logOfGold } from './logs-of-gold.ts';
import { monthMarkdown } from './markdown.ts';
import { TAUGHT, writeTaughtRows } from './taught-rows.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const WORKFLOWS = join(ROOT, 'workflows');
const ROWS = join(ROOT, '.training/rows');

export function addMonthCommand(program: Command): void {
  program
    .command('month')
    .description('play a month of a young crew with a frontier, train it on what was exported, and count again')
    .option('--out <folder>', 'rows and models of the crew before and after', '.training/month')
    .option('--voices <count>', 'so many voices are all that the young crew has heard', Number, 13)
    .option('--limit-usd <dollars>', 'the budget of the month', Number, 45)
    .action(run);
}

type Options = { readonly out: string; readonly voices: number; readonly limitUsd: number };

async function run({ out: folder, voices, limitUsd }: Options): Promise<void> {
  const out = resolve(folder);
  const packs = loadPacks(WORKFLOWS);
  const young = join(out, 'young/models');
  for (const role of TAUGHT) train(role, ['--rows', join(ROWS, role), '--voices', String(voices)], join(young, role));
  await pin(young);
  const heard = new Set(voicesOf(young));
  const traffic = ofVoices(goldsOf(WORKFLOWS, 'train'), (voice) => !heard.has(voice));
  const held = ofVoices(goldsOf(WORKFLOWS, 'gate'), () => true);
  const wanted = await escalations(young, packs, traffic);
  const before = await escalations(young, packs, held);
  const month = { requestsADay: 1_000, days: 30, limitMicroUsd: limitUsd * 1e6, planMicroUsd: 10_000 };
  const report = playMonth(wanted, seeded(1).below, month);
  const exported = join(out, 'exported');
  rmSync(exported, { recursive: true, force: true });
  const examples = [...report.answered].flatMap((index) => {
    const { pack, gold } = traffic[index] as Told;
    return examplesOfRun(logOfGold({ pack }, gold));
  });
  const told = exportExamples(exported, WORKFLOWS, examples);
  const added = writeTaughtRows(ROWS, out, packs, heard, exported);
  const taught = join(out, 'taught/models');
  for (const role of TAUGHT) train(role, ['--rows', join(out, 'rows', role)], join(taught, role));
  await pin(taught);
  const after = await escalations(taught, packs, held);
  const rates = { traffic: shareOf(wanted), before: shareOf(before), after: shareOf(after) };
  process.stdout.write(monthMarkdown({ voices: heard.size, month, report, told, added, rates }));
}

type Told = { readonly pack: Pack; readonly gold: GoldPack['written'][number] };

const ofVoices = (golds: readonly GoldPack[], wanted: (voice: string) => boolean): readonly Told[] =>
  golds.flatMap(({ pack, written }) => written.filter(({ row }) => wanted(row.voice)).map((gold) => ({ pack, gold })));

async function escalations(models: string, packs: readonly Pack[], told: readonly Told[]): Promise<readonly boolean[]> {
  const crew = await openLocalCrew(models, packs);
  try {
    const decided: boolean[] = [];
    for (const { gold } of told) decided.push((await crew.decide(gold.row.request)).kind === 'escalated');
    return decided;
  } finally {
    await crew.close();
  }
}

const shareOf = (decided: readonly boolean[]): Proportion => proportion(decided.filter(Boolean).length, decided.length);

/** A training that is done for these rows is not done again; another number of voices takes another folder. */
function train(role: string, rows: readonly string[], out: string): void {
  if (isTrainedOn(join(out, '..'), join(rows[1] ?? '', 'train.jsonl'), role)) return;
  const script = join(ROOT, 'tools/training/train_decider.py');
  const args = [script, '--role', role, ...rows, '--epochs', '6', '--threads', '2', '--out', out];
  const { status } = spawnSync('python3', args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`the training of ${role} ended with ${status}`);
}

async function pin(models: string): Promise<void> {
  mkdirSync(models, { recursive: true });
  const { bases } = JSON.parse(readFileSync(join(ROOT, 'models/manifest.json'), 'utf8'));
  writeFileSync(join(models, 'manifest.json'), JSON.stringify({ schemaVersion: 1, bases, specialists: {} }));
  const prepared = join(models, '../.cache/models');
  mkdirSync(prepared, { recursive: true });
  for (const { served } of Object.values(bases) as { served: { file: string } }[])
    copyFileSync(join(ROOT, '.cache/models', served.file), join(prepared, served.file));
  await pinFolders({ models, prepared, downloads: join(ROOT, '.cache/downloads') }, () => undefined);
}

const voicesOf = (models: string): readonly string[] =>
  JSON.parse(readFileSync(join(models, 'planner/report.json'), 'utf8')).trainedOn.voices;
