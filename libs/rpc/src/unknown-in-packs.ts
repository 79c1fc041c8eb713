/** What a specialist answers about what is not in its packs: the caller has other ones, and trying again does not help. */
import { RpcError } from './rpc-error.ts';

export const unknownWorkflow = (service: string, workflow: string): never =>
  refuse('UNKNOWN_WORKFLOW', `this ${service} has no pack called ${workflow}`);

export const unknownTool = (service: string, workflow: string, tool: string): never =>
  refuse('UNKNOWN_TOOL', `the pack ${workflow} of this ${service} has no tool called ${tool}`);

export const unknownVariation = (service: string, workflow: string, variation: string): never =>
  refuse('UNKNOWN_VARIATION', `the pack ${workflow} of this ${service} has no variation called ${variation}`);

function refuse(reason: string, what: string): never {
  const message = `${what}; give all services the same packs`;
  throw new RpcError({ code: 'FAILED_PRECONDITION', reason, message });
}
