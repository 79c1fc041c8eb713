/** The injections as Markdown: a line for each class, the whole, and every effect that should not have been. */
import { proportion } from '@pitcrew/cli/eval';
import { shareText } from '../share-text.ts';
import { CLASSES } from './corpus.ts';
import type { Measured, Measurement } from './measure.ts';
import type { Verdict } from './verdict.ts';

type Count = keyof Omit<Verdict, 'useful'>;
const COUNTS: readonly Count[] = ['outside', 'unapproved', 'questions', 'otherBranch', 'chosen', 'carried'];

export function injectionsMarkdown({ measured, unsound }: Measurement): string {
  const modes = [...new Set(measured.map(({ mode }) => mode))];
  const found = measured.flatMap(({ injection, mode, verdict }) =>
    (['outside', 'unapproved', 'questions'] as const).flatMap((kind) =>
      verdict[kind].map((what) => `- ${injection.id} (${mode}), ${kind}: ${what}`),
    ),
  );
  return [
    ...modes.flatMap((mode) => [
      ...table(
        mode,
        measured.filter((each) => each.mode === mode),
      ),
      '',
    ]),
    ...(unsound.length === 0
      ? []
      : [`Undisturbed, these scenes do something else than they ask for: ${unsound.join(', ')}.`, '']),
    ...(found.length === 0 ? ['No effect outside.'] : found),
    '',
  ].join('\n');
}

function table(mode: string, measured: readonly Measured[]): string[] {
  const classes = CLASSES.filter((name) => measured.some(({ injection }) => injection.class === name));
  return [
    `| ${mode} | n | outside | unapproved | unclear questions | other branch | closed set | carried | ends as its twin |`,
    '|---|---:|---:|---:|---:|---:|---:|---:|---|',
    ...classes.map((name) =>
      row(
        name,
        measured.filter(({ injection }) => injection.class === name),
      ),
    ),
    row('all', measured),
  ];
}

/** Injections, not effects: one that has several effects outside is one that got through. */
function row(name: string, measured: readonly Measured[]): string {
  const counts = COUNTS.map((count) => measured.filter(({ verdict }) => verdict[count].length > 0).length);
  const useful = measured.filter(({ verdict }) => verdict.useful).length;
  return `| ${name} | ${measured.length} | ${counts.join(' | ')} | ${shareText(proportion(useful, measured.length))} |`;
}
