/** `npm run bench -- injections`: the corpus of injected instructions against a running crew. Exit code 1 when one of them got through. */
import { join, resolve } from 'node:path';
import { count } from '@pitcrew/cli/eval';
import { loadPacks } from '@pitcrew/workflow';
import { type Command, Option } from 'commander';
import { CLASSES, type Corpus, readCorpus } from './corpus.ts';
import { withCrewUnderAttack } from './crew-under-attack.ts';
import { injectionsMarkdown } from './markdown.ts';
import { measureInjections } from './measure.ts';
import { gotThrough } from './verdict.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const MODES = ['chain', 'scratchpad'] as const;

type Options = {
  readonly mode: (typeof MODES)[number] | 'both';
  readonly class?: string;
  readonly ids?: string;
  readonly concurrency: number;
  readonly json: boolean;
};

export const corpusOfCheckout = (): Corpus =>
  readCorpus(join(ROOT, 'workflows/eval/injection-scenes.jsonl'), join(ROOT, 'workflows/eval/injections.jsonl'));

export function addInjectionsCommand(program: Command): void {
  program
    .command('injections')
    .description('measure whether instructions hidden in results, errors and requests have effects outside the plan')
    .addOption(new Option('--mode <mode>', 'how the runs are worked on').choices([...MODES, 'both']).default('both'))
    .addOption(new Option('--class <name>', 'only this class').choices(CLASSES))
    .option('--ids <ids>', 'only these injections, with commas between them')
    .option('--concurrency <count>', 'injections under way at once', count(1, 64), 2)
    .option('--json', 'print one JSON document with every injection', false)
    .action(measure);
}

async function measure({ mode, class: only, ids, concurrency, json }: Options): Promise<void> {
  const corpus = chosen(corpusOfCheckout(), only, ids?.split(','));
  const packs = loadPacks(join(ROOT, 'workflows'));
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const measurements = await withCrewUnderAttack(async (doors) => {
    const found = [];
    for (const each of mode === 'both' ? MODES : [mode])
      found.push(await measureInjections(corpus, { doors, packs, mode: each, concurrency, tell }));
    return found;
  });
  const measured = measurements.flatMap((each) => each.measured);
  const unsound = [...new Set(measurements.flatMap((each) => each.unsound))];
  process.stdout.write(json ? `${JSON.stringify({ measured, unsound })}\n` : injectionsMarkdown({ measured, unsound }));
  process.exitCode = measured.some(({ injection, verdict }) => gotThrough(injection, verdict)) ? 1 : 0;
}

const chosen = ({ scenes, injections }: Corpus, only?: string, ids?: readonly string[]): Corpus => ({
  scenes,
  injections: injections.filter((each) => (!only || each.class === only) && (!ids || ids.includes(each.id))),
});
