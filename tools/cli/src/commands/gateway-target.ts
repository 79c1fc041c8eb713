/** Which gateway a command talks to, as whom and for which tenant: options first, then the environment. */
import type { Gateway } from '@pitcrew/client';
import { gatewayService, RunId, TenantId } from '@pitcrew/contracts';
import { connect, isRpcError } from '@pitcrew/rpc';
import { CommandError } from './command-error.ts';
import { shellQuoted } from './shell-quoted.ts';
import { tokenOf } from './token-file.ts';

export const TENANT_DEFAULT = 'demo';
export const CALL_DEADLINE_MS = 10_000;

export type TargetOptions = { readonly gateway?: string; readonly tenant?: string; readonly tokenFile?: string };

/** Connects for the time of the action. */
export async function withGateway<T>(
  options: TargetOptions,
  action: (gateway: Gateway, tenant: string) => Promise<T>,
): Promise<T> {
  const address = options.gateway ?? process.env.PITCREW_GATEWAY;
  if (address === undefined || address === '')
    throw new CommandError('say where the gateway is: --gateway HOST:PORT, or PITCREW_GATEWAY in the environment');
  const gateway = connected(() => connect(gatewayService, address, { token: tokenOf(options) }));
  try {
    return await action(gateway, tenantOf(options));
  } finally {
    gateway.close();
  }
}

/** What is wrong with the certificates of a command is its user's to mend. */
export function connected<T>(connecting: () => T): T {
  try {
    return connecting();
  } catch (error) {
    throw isRpcError(error) ? error : new CommandError((error as Error).message);
  }
}

/** Empty where a token says it and nobody says otherwise. */
export function tenantOf(options: Pick<TargetOptions, 'tenant' | 'tokenFile'>): string {
  const named = options.tenant ?? process.env.PITCREW_TENANT;
  if (named === undefined && tokenOf(options) !== undefined) return '';
  return TenantId.parse(named ?? TENANT_DEFAULT);
}

/** The options that lead another command to the same place. */
export const targetText = ({ tenant }: { readonly tenant: string }, gateway: string): string =>
  `${tenant === '' ? '' : `--tenant ${shellQuoted(tenant)} `}--gateway ${gateway}`;

export function parseRunId(text: string): RunId {
  const run = RunId.safeParse(text);
  if (!run.success) throw new CommandError(`${text} is not the id of a run; \`pitcrew runs list\` shows them`);
  return run.data;
}
