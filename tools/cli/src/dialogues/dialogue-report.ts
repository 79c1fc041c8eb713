/** What the turns of dialogues add up to, with counts and Wilson intervals. */
import { table } from '../commands/table.ts';
import { percentile } from '../eval/percentile.ts';
import { type Proportion, proportion } from '../eval/wilson.ts';
import type { TurnResult } from './ask-turn.ts';

export type DialogueReport = {
  readonly turns: readonly TurnResult[];
  readonly accuracy: {
    /** Turns that are exact: the right calls with every argument, or rightly none. */
    readonly turns: Proportion;
    readonly exactCalls: Proportion;
    readonly rightName: Proportion;
    readonly rightlyNone: Proportion;
  };
  /** Turns whose expected call holds a value that the form can't say: a text that stands nowhere, an open object. */
  readonly unsupported: { readonly count: number; readonly of: number; readonly exactOfOthers: Proportion };
  readonly trained: boolean;
  readonly model: string;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
};

export function dialogueReportOf(turns: readonly TurnResult[]): DialogueReport {
  const calls = turns.filter(({ kind }) => kind === 'call');
  const nones = turns.filter(({ kind }) => kind === 'none');
  const sayable = calls.filter(({ unsupported }) => unsupported === undefined);
  const latencies = turns.map(({ latencyMs }) => latencyMs);
  return {
    turns,
    accuracy: {
      turns: shareOf(turns, ({ exact }) => exact),
      exactCalls: shareOf(calls, ({ exact }) => exact),
      rightName: shareOf(calls, ({ rightName }) => rightName),
      rightlyNone: shareOf(nones, ({ exact }) => exact),
    },
    unsupported: {
      count: calls.length - sayable.length,
      of: calls.length,
      exactOfOthers: shareOf(sayable, ({ exact }) => exact),
    },
    trained: turns.length > 0 && turns.every(({ trained }) => trained),
    model: turns[0]?.model ?? '',
    latencyMs: { p50: percentile(latencies, 50) ?? null, p95: percentile(latencies, 95) ?? null },
  };
}

export function dialogueReportText({ accuracy, unsupported, trained, model, latencyMs }: DialogueReport): string {
  const rows = [
    ['turns', accuracy.turns],
    ['exact calls', accuracy.exactCalls],
    ['right name', accuracy.rightName],
    ['rightly none', accuracy.rightlyNone],
  ] as const;
  const round = (value: number | null): string => (value === null ? '-' : value.toFixed(0));
  return [
    table(
      ['', 'right', 'of', 'rate', 'interval'],
      rows.map(([name, found]) => [name, ...cells(found)]),
    ),
    '',
    'Accuracy with its 95 % interval (Wilson).',
    `Unsupported: ${unsupported.count} of ${unsupported.of} turns with a call expect a value that no option says; of the others ${shortText(unsupported.exactOfOthers)} are exact.`,
    trained
      ? `Answered by ${model}, trained on dialogues.`
      : `Answered by ${model}: there is no specialist "dialogue" in the manifest, so the base answered, held to the form alone.`,
    `Latency of a turn: p50 ${round(latencyMs.p50)} ms, p95 ${round(latencyMs.p95)} ms`,
  ].join('\n');
}

const shareOf = (turns: readonly TurnResult[], right: (turn: TurnResult) => boolean): Proportion =>
  proportion(turns.filter(right).length, turns.length);

const cells = ({ right, of, rate, low, high }: Proportion): string[] =>
  of === 0
    ? ['0', '0', '-', '-']
    : [String(right), String(of), `${percent(rate)} %`, `${percent(low)} - ${percent(high)}`];

const shortText = ({ right, of, rate }: Proportion): string => (of === 0 ? 'none' : `${right} (${percent(rate)} %)`);
const percent = (rate: number): string => (rate * 100).toFixed(1);
