/**
 * The executor's prompt within the window of its model: the same prompt that training rows have while there is room, with
 * condensed results when there is not, and never a cut one. What the model will write is counted too: the form with the
 * longest option of each field. Refuses what does not fit at all; the caller says so with both numbers.
 */
import { type ContextLedger, type ContextOverflow, type ContextRequest, planContext } from './context-ledger.ts';
import { EXECUTOR_FRAME, type ExecutorField, type ExecutorTask, executorPrompt, plainText } from './executor.ts';
import { resultLine } from './result-line.ts';
import { shorterLines } from './result-renderings.ts';

/** The window of a model and its own way to count; a `Writer` is one. */
export type ModelWindow = { readonly contextTokens: number; countTokens(text: string): number };

export type ExecutorContext =
  | { readonly kind: 'planned'; readonly prompt: string; readonly ledger: ContextLedger }
  | ContextOverflow;

/** Texts are counted one by one; where they meet, a tokenizer may part them otherwise. */
const MEETING_TOKENS_MAX = 16;

export function executorContext(
  task: ExecutorTask,
  open: readonly ExecutorField[],
  model: ModelWindow,
): ExecutorContext {
  const plan = planContext(executorContextRequest(task, open, model));
  if (plan.kind === 'overflow') return plan;
  return { kind: 'planned', prompt: executorPrompt(task, open, plan.lines), ledger: plan.ledger };
}

/** What the prompt is made of, as the ledger reads it. */
export function executorContextRequest(
  task: ExecutorTask,
  open: readonly ExecutorField[],
  model: ModelWindow,
): ContextRequest {
  const countTokens = (text: string) => model.countTokens(text);
  const [before, after] = EXECUTOR_FRAME;
  const referable = new Set<string>(open.flatMap(({ references }) => [...references].map(stepOf)));
  const results = task.history.flatMap((done) => {
    const full = resultLine(task.pack, done);
    // Nothing of such a result could enter an argument, so no model ever reads it.
    if (full === '') return [];
    const shorter = () => shorterLines(task.pack, done, countTokens).map(plainText);
    return [{ step: done.step, full: plainText(full), shorter, referable: referable.has(done.step) }];
  });
  return {
    window: model.contextTokens,
    reserve: MEETING_TOKENS_MAX,
    countTokens,
    parts: {
      fixed: EXECUTOR_FRAME,
      step: [executorPrompt(task, open, []).slice(before.length, -after.length)],
      results,
      scratchpad: open.flatMap((field) => longestFilling(field, countTokens)),
    },
  };
}

function longestFilling({ forced, options }: ExecutorField, countTokens: (text: string) => number): readonly string[] {
  const weighed = options.map((option) => ({ text: `${option}\n`, tokens: countTokens(`${option}\n`) }));
  const longest = weighed.reduce((most, each) => (each.tokens > most.tokens ? each : most), { text: '', tokens: 0 });
  return [forced, longest.text];
}

/** `$s1.items[].sku` is of `s1`; `$item` is of no step. */
const stepOf = (reference: string): string => reference.slice(1).replace(/\..*/, '');
