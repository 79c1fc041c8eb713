/** Lines of a story on a terminal: columns, wrapping, and colour only where a person looks at it (NO_COLOR switches it off). */
import { stripVTControlCharacters, styleText } from 'node:util';
import { printable } from './printable.ts';
import type { StoryLine } from './story-line.ts';

export type Paper = { readonly colour: boolean; readonly columns: number };

const COLUMNS_WITHOUT_TERMINAL = 120;
const COLUMNS_MIN = 60;
const WHO_COLUMNS = 14;
const TIME_COLUMNS = 11;

export const paperOf = (stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Paper => ({
  colour: stream.isTTY === true && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb',
  columns: Math.max(COLUMNS_MIN, stream.isTTY === true ? stream.columns : COLUMNS_WITHOUT_TERMINAL),
});

type Style = Parameters<typeof styleText>[0];

export const paint = (style: Style | undefined, text: string, { colour }: Paper): string =>
  colour && text !== '' && style !== undefined ? styleText(style, text, { validateStream: false }) : text;

const TONES = { plain: undefined, good: 'green', bad: 'red', question: 'yellow' } as const;

export function paintLine(line: StoryLine, paper: Paper): string {
  const time = `${(line.elapsedMs / 1000).toFixed(2)} s`.padStart(TIME_COLUMNS - 2);
  const indent = ' '.repeat(TIME_COLUMNS + WHO_COLUMNS);
  const room = paper.columns - indent.length;
  const text = wrap(flowing(line.text), room).map((row) => paint(TONES[line.tone], row, paper));
  const details = line.details.flatMap((detail) => wrap(flowing(detail), room - 2).map((row) => `  ${row}`));
  const [first, ...rest] = [...withCost(text, paint('dim', costText(line), paper), room), ...details];
  const head = `${paint('dim', time, paper)}  ${paint('bold', line.who.padEnd(WHO_COLUMNS - 1), paper)} ${first}`;
  return [head, ...rest.map((row) => indent + row)].join('\n');
}

/** Behind the last row, or below it where it does not fit. */
function withCost(rows: readonly string[], cost: string, room: number): string[] {
  const last = rows.at(-1) ?? '';
  const wide = stripVTControlCharacters(last + cost).length;
  if (cost === '') return [...rows];
  return wide + 2 <= room ? [...rows.slice(0, -1), `${last}  ${cost}`] : [...rows, cost];
}

/** `180 ms, 11 tokens` */
export function costText({ latencyMs, tokens }: Pick<StoryLine, 'latencyMs' | 'tokens'>): string {
  const parts = [
    ...(latencyMs === undefined ? [] : [`${Math.round(latencyMs)} ms`]),
    ...(tokens === undefined ? [] : [`${tokens} ${tokens === 1 ? 'token' : 'tokens'}`]),
  ];
  return parts.join(', ');
}

/** Breaks at spaces; a word longer than a line is broken where it has to be. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const cut = space > 0 ? space : columns;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

/** Requests and results are other people's text, and are laid out anew. */
const flowing = (text: string): string => printable(text.replace(/\s+/g, ' '));
