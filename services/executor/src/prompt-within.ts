/**
 * The prompt of a proposal within the window of the writer. The ledger's figures go to the span that the proposal runs in.
 * What does not fit even when it is condensed is refused with the numbers: cutting it would change what was asked.
 */
import type { Writer } from '@pitcrew/model';
import { RpcError } from '@pitcrew/rpc';
import {
  type ContextLedger,
  type ContextOverflow,
  type ExecutorField,
  type ExecutorTask,
  executorContext,
} from '@pitcrew/specialists';
import { type Attributes, attributeNames, setOnCurrentSpan } from '@pitcrew/telemetry';

type Window = Pick<Writer, 'contextTokens' | 'countTokens'>;

export function promptWithin(writer: Window, task: ExecutorTask, open: readonly ExecutorField[]): string {
  const context = executorContext(task, open, writer);
  if (context.kind === 'overflow') throw contextOverflow(task.tool, context);
  setOnCurrentSpan(figures(context.ledger));
  return context.prompt;
}

const figures = (ledger: ContextLedger): Attributes => ({
  [attributeNames.contextFixed]: ledger.fixed,
  [attributeNames.contextStep]: ledger.step,
  [attributeNames.contextResults]: ledger.results,
  [attributeNames.contextScratchpad]: ledger.scratchpad,
  [attributeNames.contextTotal]: ledger.total,
  [attributeNames.contextWindow]: ledger.window,
  [attributeNames.contextLeft]: ledger.left,
  [attributeNames.contextSummarised]: ledger.summarised,
});

const contextOverflow = (tool: string, { needed, window }: ContextOverflow): RpcError =>
  new RpcError({
    code: 'FAILED_PRECONDITION',
    reason: 'CONTEXT_OVERFLOW',
    message: `a call of ${tool} takes ${needed} tokens even when its results are condensed, and the executor's window has ${window}; raise PITCREW_CONTEXT_TOKENS`,
    metadata: { neededTokens: String(needed), windowTokens: String(window) },
  });
