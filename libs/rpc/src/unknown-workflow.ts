import { RpcError } from './rpc-error.ts';

/** What a specialist answers about a workflow whose pack it was not given: trying again there does not help. */
export function unknownWorkflow(service: string, workflow: string): never {
  throw new RpcError({
    code: 'FAILED_PRECONDITION',
    reason: 'UNKNOWN_WORKFLOW',
    message: `this ${service} has no pack called ${workflow}; give all services the same packs`,
  });
}
