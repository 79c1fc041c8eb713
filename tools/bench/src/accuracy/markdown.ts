/** The report as Markdown, to be pasted into a page of results as it is. */
import type { ArmFigures, Metric, RoleFigure } from './arm-figures.ts';
import { armOf } from './arms.ts';
import type { Figure } from './figure.ts';
import { PUBLISHED_TABLES, type PublishedTable, SCENARIO_ADVICE } from './published.ts';
import type { AccuracyReport } from './report.ts';

export function reportMarkdown(report: AccuracyReport): string {
  return [
    '## Accuracy of the patterns',
    '',
    circumstances(report),
    '',
    ...report.arms.map(({ arm }) => `- \`${arm}\`: ${armOf[arm].what}`),
    ...report.notRun.map(({ what, why }) => `- not run, \`${what}\`: ${why}`),
    '',
    LEGEND,
    ...PUBLISHED_TABLES.flatMap((table) => ['', `### ${table.title}`, '', publishedTable(table, report)]),
    '',
    '### What works where',
    '',
    scenarioTable(report),
    '',
    '### Step by step',
    '',
    roleTable(report),
    ...(report.ladder.length === 0 ? [] : ['', '### The ladder, rung by rung', '', ladderTable(report)]),
  ].join('\n');
}

function circumstances({ command, date, files, cores, concurrency }: AccuracyReport): string {
  const read = files.map(({ file, cases, of }) => `${cases === of ? cases : `${cases} of ${of}`} of \`${file}\``);
  return `\`${command}\`, on ${date}: ${read.join(', ')}; ${cores} cores, ${concurrency} at a time.`;
}

const LEGEND = `A run is right when it made every expected call once and no other, with the outcome and the stop reason that were expected;
steps are those of the expected plan, and requests that meet a failure on their way are among them. Shares with Wilson's 95 % interval and
right/of; latency is the median of the finished runs, with the interval that the same ranks give it; tokens are a mean over steps. The
columns without a count are published figures of larger models on other workflows (latency: a mean, on a GPU). In a line: neither a
condition of the template nor a list decides how many steps there are.`;

function publishedTable({ columns, rows }: PublishedTable, { arms }: AccuracyReport): string {
  return markdownTable(
    ['', ...columns, ...arms.map(({ arm }) => `**${arm}**`)],
    rows.map(({ metric, what, published }) => [
      what,
      ...columns.map((_, index) => published[index] ?? ''),
      ...arms.map(({ figures }) => cell(figures.metrics[metric])),
    ]),
  );
}

const scenarioTable = ({ arms }: AccuracyReport): string =>
  markdownTable(
    ['', 'is 7B enough?', 'advice', ...arms.map(({ arm }) => `**${arm}**`)],
    SCENARIO_ADVICE.map(({ scenario, what, on7B, advice }) => [
      what,
      on7B,
      advice,
      ...arms.map(({ figures }) => cell(figures.scenarios[scenario])),
    ]),
  );

const ROLE_ROWS: readonly (readonly [RoleFigure, string])[] = [
  ['route', 'route exact'],
  ['plan', 'plan exact, given the route'],
  ['calls', 'all calls exact, given the plan'],
  ['falseVerdicts', 'all of that right, and `verdict_failed`'],
];

const roleTable = ({ arms }: AccuracyReport): string =>
  markdownTable(
    ['', ...arms.map(({ arm }) => `**${arm}**`)],
    ROLE_ROWS.map(([role, what]) => [what, ...arms.map(({ figures }) => cell(figures.roles[role]))]),
  );

const LADDER_COLUMNS: readonly (readonly [string, (figures: ArmFigures) => Figure | undefined])[] = [
  ['right', metric('anySteps')],
  ['recovery', metric('recovery')],
  ['transient', metric('recoveryTransient')],
  ['wrong input', metric('recoveryInput')],
  ['impossible state', metric('recoveryLogic')],
  ['right, yet `verdict_failed`', ({ roles }) => roles.falseVerdicts],
  ['latency', metric('latency')],
];

function metric(name: Metric): (figures: ArmFigures) => Figure | undefined {
  return ({ metrics }) => metrics[name];
}

const ladderTable = ({ ladder }: AccuracyReport): string =>
  markdownTable(
    ['chain', ...LADDER_COLUMNS.map(([what]) => what)],
    ladder.map(({ without, figures }) => [
      without === undefined ? 'whole ladder' : `without ${without}`,
      ...LADDER_COLUMNS.map(([, figure]) => cell(figure(figures))),
    ]),
  );

/** `89.1 % (85.2 - 92.3, 120/135)`; nothing where nothing was measured. */
export function cell(figure: Figure | undefined): string {
  if (figure === undefined) return '';
  const { low, high, of } = figure;
  switch (figure.kind) {
    case 'share':
      return `${percent(figure.rate)} % (${percent(low)} - ${percent(high)}, ${figure.right}/${of})`;
    case 'median':
      return `${figure.value.toFixed(0)} ms (${low.toFixed(0)} - ${high.toFixed(0)}, n = ${of})`;
    case 'ratio':
      return `${figure.value.toFixed(1)} (${low.toFixed(1)} - ${high.toFixed(1)}, n = ${of})`;
  }
}

const percent = (rate: number): string => (rate * 100).toFixed(1);

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
