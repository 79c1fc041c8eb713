/**
 * What the scratchpad of a turn may be: on the first turn any list of the pack, with or without a condition that the request
 * could put; later the one list that the first turn made, with its marks.
 */
import { stepId } from '@pitcrew/contracts';
import type { RequestCondition } from '@pitcrew/workflow';
import { literalIn } from './condition-literal.ts';
import { operatorsOf, subjectsOf } from './conditions.ts';
import { saidNumbers } from './number-words.ts';
import { resultNote } from './scratchpad-notes.ts';
import type { ScratchpadTask } from './scratchpad-task.ts';
import { freshScratchpad, type Mark, readScratchpad, type Scratchpad } from './scratchpad-text.ts';
import { oneLine } from './text.ts';

/** Numbers of a request that a condition may compare with. */
const CONDITION_NUMBERS_MAX = 24;

export function draftsOf(task: ScratchpadTask): readonly Scratchpad[] {
  const { pack, scratchpad } = task;
  if (scratchpad !== undefined) return [progressed(task, readScratchpad(pack, scratchpad))];
  return Object.keys(pack.variations).flatMap((variation) =>
    [undefined, ...conditionsFor(task, variation)].map((condition) => freshScratchpad(pack, variation, condition)),
  );
}

/** What stands before the current step was done if it has a result; else it was skipped. */
function progressed({ pack, step, history }: ScratchpadTask, last: Scratchpad): Scratchpad {
  if (step !== undefined && step > last.steps.length) throw new Error(`the scratchpad has no step ${step}`);
  const results = new Map(history.map((done) => [done.step, done]));
  const through = (step ?? last.steps.length + 1) - 1;
  const markOf = (index: number): Mark => {
    const done = results.get(stepId(index + 1));
    if (index >= through) return { kind: 'open' };
    return done === undefined ? { kind: 'skipped' } : { kind: 'done', note: resultNote(pack, done) };
  };
  return { ...last, steps: last.steps.map(({ tool }, index) => ({ tool, mark: markOf(index) })), current: step };
}

/** Whether a first turn can write this condition: the number may be said in words that code can't read ("a few hundred"). */
export const canWrite = (task: ScratchpadTask, variation: string, condition: RequestCondition | undefined): boolean =>
  condition === undefined ||
  conditionsFor(task, variation).some((each) => JSON.stringify(each) === JSON.stringify(condition));

function conditionsFor({ pack, request }: ScratchpadTask, variation: string): readonly RequestCondition[] {
  const said = new Set(saidNumbers(oneLine(request)).map(({ value }) => value));
  const numbers = [...said].slice(0, CONDITION_NUMBERS_MAX);
  return subjectsOf(pack, variation).flatMap((subject) => {
    const { tool, reference, type, values } = subject;
    const read = literalIn(subject, request, pack)?.literal;
    const literals = type === 'string' ? values : [...new Set([...numbers, ...(read === undefined ? [] : [read])])];
    return operatorsOf(subject).flatMap((operator) =>
      literals.map((literal) => ({ tool, reference, operator, literal })),
    );
  });
}

/** The tool of the current step. */
export const calledTool = ({ steps, current }: Scratchpad): string | undefined =>
  current === undefined ? undefined : steps[current - 1]?.tool;
