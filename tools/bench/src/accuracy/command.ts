/** `npm run bench -- accuracy`: the arms over the cases of two files, as Markdown for a page of results or as JSON. */
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { startCrew } from '@pitcrew/cli/crew';
import { count, type EvalCase, readCases, runCases } from '@pitcrew/cli/eval';
import { openWriter } from '@pitcrew/model';
import { loadManifest, type Manifest } from '@pitcrew/model/manifest';
import { isRung, RUNGS, type Rung } from '@pitcrew/run';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import { type Command, InvalidArgumentError } from 'commander';
import { ARMS, type ArmName } from './arms.ts';
import { spread } from './cases.ts';
import { reportMarkdown } from './markdown.ts';
import { type CrewSetting, compare, type World } from './measure.ts';
import type { Outcome } from './outcome.ts';
import type { Circumstances } from './report.ts';
import { singleCases, singleOutcome } from './single.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

type Options = {
  readonly cases: string;
  readonly recovery: string;
  readonly arms: readonly ArmName[];
  readonly ablate: readonly Rung[];
  readonly limit?: number;
  readonly concurrency: number;
  readonly json: boolean;
};

export function addAccuracyCommand(program: Command): void {
  program
    .command('accuracy')
    .description('measure how often the patterns are right, and which kinds of workflow they master')
    .option('--cases <file>', 'requests as they come', 'workflows/eval/gate.jsonl')
    .option('--recovery <file>', 'requests that meet a failure', 'workflows/eval/recovery-gate.jsonl')
    .option('--arms <names>', ARMS.join(','), listOf(isArm, ARMS), ARMS)
    .option('--ablate <rungs>', `the chain once more without each of ${RUNGS.join(',')}`, listOf(isRung, RUNGS), [])
    .option('--limit <count>', 'so many cases of each file, spread evenly', count(1, 1_000_000))
    .option('--concurrency <count>', 'cases under way at once; they slow each other down', count(1, 64), 1)
    .option('--json', 'print one JSON document with every case', false)
    .action(measureAccuracy);
}

async function measureAccuracy(options: Options): Promise<void> {
  const { arms, ablate, concurrency, json } = options;
  const { cases, files } = await chosenCases(options);
  const circumstances: Circumstances = {
    command: `npm run bench -- ${process.argv.slice(2).join(' ')}`,
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    concurrency,
    files,
  };
  const report = { ...circumstances, ...(await compare({ arms, ablate, cases }, worldOf(concurrency))) };
  process.stdout.write(`${json ? JSON.stringify(report) : reportMarkdown(report)}\n`);
  process.exitCode = report.arms.length === 0 ? 1 : 0;
}

async function chosenCases({ cases, recovery, limit }: Options) {
  const files = [cases, recovery];
  const all = await Promise.all(files.map(readCases));
  const chosen = all.map((list) => spread(list, limit));
  return {
    cases: chosen.flat() satisfies readonly EvalCase[],
    files: files.map((file, index) => ({
      file,
      cases: chosen[index]?.length ?? 0,
      of: all[index]?.length ?? 0,
    })),
  };
}

function worldOf(concurrency: number): World {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const manifest = loadManifest(process.env.PITCREW_MODELS_DIR ?? join(ROOT, 'models'));
  const packs = loadPacks(process.env.PITCREW_WORKFLOWS_DIR ?? join(ROOT, 'workflows'));
  return {
    manifest,
    packs,
    startCrew: (setting) => startCrew({ control: true, environment: environmentOf(setting) }),
    runCases: (doors, cases, mode) => runCases(doors, cases, { concurrency, mode, tell }),
    runAlone: (cases) => runAlone(manifest, packs, cases),
    tell,
  };
}

/** The cases that this arm is for, one after the other. */
async function runAlone(manifest: Manifest, packs: readonly Pack[], cases: readonly EvalCase[]): Promise<Outcome[]> {
  const writer = await openWriter(manifest, 'single', { slots: 1 });
  try {
    const outcomes: Outcome[] = [];
    for (const evalCase of singleCases(cases)) outcomes.push(await singleOutcome(writer, packs, evalCase));
    return outcomes;
  } finally {
    await writer.close();
  }
}

/** Tracing costs time, and what the shell says of rungs is not what this arm is. */
const environmentOf = ({ modelsFolder, without }: CrewSetting): NodeJS.ProcessEnv => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  PITCREW_MODELS_DIR: modelsFolder,
  PITCREW_RUNGS_OFF: without ?? '',
});

const isArm = (name: string): name is ArmName => ARMS.some((arm) => arm === name);

/** Parses names with commas between them. */
function listOf<Name extends string>(isName: (text: string) => text is Name, names: readonly Name[]) {
  return (text: string): readonly Name[] =>
    text.split(',').map((name) => {
      if (isName(name.trim())) return name.trim() as Name;
      throw new InvalidArgumentError(`There is no ${name}; choose of ${names.join(', ')}.`);
    });
}
