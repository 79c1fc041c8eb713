/** Perform: one tool call to one outcome, within the step's time, as one `execute_tool` span and in the durations of tools. */
import type { executorService, Outcome } from '@pitcrew/contracts';
import { failPoint, type Handlers } from '@pitcrew/rpc';
import {
  attributeNames,
  genAi,
  metrics,
  noteToolCall,
  record,
  secondsSince,
  spanNames,
  withSpan,
} from '@pitcrew/telemetry';
import type { ToolServer } from './tool-server.ts';

type Perform = Pick<Handlers<(typeof executorService)['methods']>, 'perform'>;

export function createPerformer({ tools }: { readonly tools: ToolServer }): Perform {
  return {
    perform: (request, { signal }) => {
      const { tool, run, step, tenant } = request;
      const attributes = {
        [attributeNames.genAiOperation]: genAi.executeTool,
        [attributeNames.genAiTool]: tool,
        [attributeNames.mcpMethod]: 'tools/call',
        [attributeNames.run]: run,
        [attributeNames.tenant]: tenant,
        [attributeNames.step]: step,
      };
      return withSpan(spanNames.executeTool(tool), { kind: 'client', attributes }, async (span) => {
        failPoint('executor.before-perform');
        const begun = performance.now();
        const outcome: Outcome = await tools.call(request, signal);
        failPoint('executor.after-perform');
        const failed = outcome.kind === 'failed' ? outcome.errorClass : undefined;
        if (failed !== undefined) span.fail(failed);
        const seconds = secondsSince(begun);
        record(metrics.toolDuration, seconds, { [attributeNames.genAiTool]: tool, [attributeNames.errorType]: failed });
        noteToolCall(() => ({ arguments: request.arguments, result: resultOf(outcome) }));
        return { outcome, latencyMs: seconds * 1000 };
      });
    },
  };
}

const resultOf = (outcome: Outcome) => (outcome.kind === 'succeeded' ? outcome.result : { message: outcome.message });
