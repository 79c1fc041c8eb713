/** Perform: one tool call to one outcome, within the step's time, as one `execute_tool` span. */
import type { executorService, Outcome } from '@pitcrew/contracts';
import { failPoint, type Handlers } from '@pitcrew/rpc';
import { attributeNames, genAi, spanNames, withSpan } from '@pitcrew/telemetry';
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
        const startedAt = performance.now();
        const outcome: Outcome = await tools.call(request, signal);
        failPoint('executor.after-perform');
        if (outcome.kind === 'failed') span.fail(outcome.errorClass);
        return { outcome, latencyMs: performance.now() - startedAt };
      });
    },
  };
}
