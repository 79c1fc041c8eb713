/**
 * The text of a scratchpad: the steps of the plan as lines with their marks, a condition of the request, and the current
 * step. It is the memory of a run in this mode, so it reads back to exactly what it was made of; what is between the
 * brackets of a finished step is for readers only.
 *
 *     <scratchpad>
 *     Step 1: Validate order — DONE (valid, pending)
 *     Step 2: Check inventory
 *     Only if: calculate_shipping.cost <= 80 (step 4)
 *     Current step: 2
 *     </scratchpad>
 */
import type { Operator, Plan } from '@pitcrew/contracts';
import { expandPlan, type Pack, type RequestCondition } from '@pitcrew/workflow';

export type Mark =
  | { readonly kind: 'open' }
  | { readonly kind: 'done'; readonly note: string }
  | { readonly kind: 'skipped' };

export type Scratchpad = {
  readonly steps: readonly { readonly tool: string; readonly mark: Mark }[];
  readonly condition: RequestCondition | undefined;
  /** Ordinal of the step that is called now, from 1; undefined once all are through. */
  readonly current: number | undefined;
};

const BEGIN = '<scratchpad>';
export const END = '</scratchpad>';
const DASH = ' — ';

const SYMBOLS: Readonly<Record<Operator, string>> = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '=', ne: '!=' };

export function scratchpadLines(pack: Pack, { steps, condition, current }: Scratchpad): readonly string[] {
  return [
    BEGIN,
    ...steps.map(({ tool, mark }, index) => `Step ${index + 1}: ${phraseOf(pack, tool)}${marked(mark)}`),
    ...(condition === undefined ? [] : [conditionLine(condition, steps)]),
    ...(current === undefined ? [] : [`Current step: ${current}`]),
    END,
  ];
}

/** The list as the first turn makes it: nothing is done yet. */
export const freshScratchpad = (pack: Pack, variation: string, condition?: RequestCondition): Scratchpad => ({
  steps: toolsOf(pack, variation).map((tool) => ({ tool, mark: { kind: 'open' } })),
  condition,
  current: 1,
});

/** Throws on a text that is no scratchpad of this pack. */
export function readScratchpad(pack: Pack, text: string): Scratchpad {
  const lines = linesOf(text);
  const current = lines.flatMap((line) => /^Current step: (\d+)$/.exec(line)?.[1] ?? [])[0];
  const steps = lines.flatMap((line) => {
    const rest = /^Step \d+: (.*)$/u.exec(line)?.[1];
    return rest === undefined ? [] : [readStep(pack, rest)];
  });
  return {
    steps,
    condition: readCondition(pack, lines, steps),
    current: current === undefined ? undefined : Number(current),
  };
}

/** The text from its first mark to its last, without the call that follows. */
export function scratchpadBlock(text: string): string {
  return [BEGIN, ...linesOf(text), END].join('\n');
}

/** The plan that the list stands for: the pack's variation with exactly these steps. */
export function scratchpadPlan(pack: Pack, { steps, condition }: Scratchpad): Plan {
  const tools = steps.map(({ tool }) => tool).join();
  const variation = Object.keys(pack.variations).find((name) => toolsOf(pack, name).join() === tools);
  if (variation === undefined) throw new Error(`${pack.name} has no variation with the steps ${tools}`);
  return expandPlan(pack, variation, { condition });
}

const toolsOf = (pack: Pack, variation: string): readonly string[] =>
  pack.order.filter((tool) => !pack.variations[variation]?.without.includes(tool));

function linesOf(text: string): readonly string[] {
  const begin = text.indexOf(`${BEGIN}\n`);
  const end = text.indexOf(`\n${END}`);
  if (begin !== 0 || end < begin) throw new Error(`this is no scratchpad: ${JSON.stringify(text.slice(0, 80))}`);
  return text.slice(begin + BEGIN.length + 1, end).split('\n');
}

function phraseOf(pack: Pack, tool: string): string {
  const phrase = pack.tools[tool]?.phrase;
  if (phrase === undefined) throw new Error(`${pack.name} has no tool ${tool}`);
  return phrase;
}

function marked(mark: Mark): string {
  if (mark.kind === 'open') return '';
  if (mark.kind === 'skipped') return `${DASH}SKIPPED`;
  return mark.note === '' ? `${DASH}DONE` : `${DASH}DONE (${mark.note})`;
}

function readStep(pack: Pack, rest: string): Scratchpad['steps'][number] {
  const [phrase = '', ...marks] = rest.split(DASH);
  const tool = Object.values(pack.tools).find((each) => each.phrase === phrase)?.name;
  if (tool === undefined) throw new Error(`${pack.name} has no step ${JSON.stringify(phrase)}`);
  const mark = marks.join(DASH);
  if (mark === '') return { tool, mark: { kind: 'open' } };
  if (mark === 'SKIPPED') return { tool, mark: { kind: 'skipped' } };
  return { tool, mark: { kind: 'done', note: /^DONE \((.*)\)$/u.exec(mark)?.[1] ?? '' } };
}

function conditionLine(condition: RequestCondition, steps: Scratchpad['steps']): string {
  const ordinal = steps.findIndex(({ tool }) => tool === condition.tool) + 1;
  return `Only if: ${condition.reference} ${SYMBOLS[condition.operator]} ${condition.literal} (step ${ordinal})`;
}

function readCondition(pack: Pack, lines: readonly string[], steps: Scratchpad['steps']): RequestCondition | undefined {
  const line = lines.find((each) => each.startsWith('Only if: '));
  if (line === undefined) return undefined;
  const [, reference, symbol, text = '', ordinal] = /^Only if: (\S+) (\S+) (.*) \(step (\d+)\)$/u.exec(line) ?? [];
  const tool = steps[Number(ordinal) - 1]?.tool;
  const subject = pack.conditions.find((each) => each.tool === tool && each.reference === reference);
  const operator = (Object.keys(SYMBOLS) as Operator[]).find((each) => SYMBOLS[each] === symbol);
  if (subject === undefined || operator === undefined)
    throw new Error(`${pack.name} declares no such condition: ${line}`);
  const literal = subject.type === 'string' ? text : Number(text);
  return { tool: subject.tool, reference: subject.reference, operator, literal };
}
