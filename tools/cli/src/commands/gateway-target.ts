/** Which gateway a command talks to, and as which tenant: options first, then the environment. */
import { gatewayService, RunId, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import type { Gateway } from '../follow-run.ts';
import { CommandError } from './command-error.ts';

export const TENANT_DEFAULT = 'demo';
export const CALL_DEADLINE_MS = 10_000;

export type TargetOptions = { readonly gateway?: string; readonly tenant?: string };

/** Connects for the time of the action. */
export async function withGateway<T>(
  options: TargetOptions,
  action: (gateway: Gateway, tenant: TenantId) => Promise<T>,
): Promise<T> {
  const address = options.gateway ?? process.env.PITCREW_GATEWAY;
  if (address === undefined || address === '')
    throw new CommandError('say where the gateway is: --gateway HOST:PORT, or PITCREW_GATEWAY in the environment');
  const gateway = connect(gatewayService, address);
  try {
    return await action(gateway, tenantOf(options));
  } finally {
    gateway.close();
  }
}

export const tenantOf = ({ tenant }: TargetOptions): TenantId =>
  TenantId.parse(tenant ?? process.env.PITCREW_TENANT ?? TENANT_DEFAULT);

export function parseRunId(text: string): RunId {
  const run = RunId.safeParse(text);
  if (!run.success) throw new CommandError(`${text} is not the id of a run; \`pitcrew runs list\` shows them`);
  return run.data;
}
