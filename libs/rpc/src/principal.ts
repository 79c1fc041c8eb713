/** Who calls, as a token says, and what the roles of a caller let it do. */
import type { TenantId } from '@pitcrew/contracts';
import { logLine } from './log-line.ts';
import { RpcError } from './rpc-error.ts';

/** An operator may do all. */
export const ROLES = ['submitter', 'approver', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export type Principal = {
  readonly subject: string;
  readonly tenant: TenantId;
  readonly roles: ReadonlySet<Role>;
  /** From when on the token is no longer taken, the leeway included. */
  readonly expiresAt: Date;
};

/** Throws unless the caller has one of the roles; none named means that only operators may. */
export function requireRole({ roles }: Pick<Principal, 'roles'>, wanted: readonly Role[]): void {
  if (roles.has('operator') || wanted.some((role) => roles.has(role))) return;
  throw new RpcError({
    code: 'PERMISSION_DENIED',
    reason: 'MISSING_ROLE',
    message: `this needs the role ${wanted.length === 0 ? 'operator' : wanted.join(' or ')}`,
  });
}

/** Runs a check of what the caller may do; who was refused what is logged. */
export function checked<T>(
  { subject, tenant }: Principal,
  { method, peer }: { readonly method: string; readonly peer: string },
  check: () => T,
  log: typeof logLine = logLine,
): T {
  try {
    return check();
  } catch (error) {
    const reason = error instanceof RpcError ? error.reason : String(error);
    log('warn', { message: 'call refused', method, reason, peer, subject, tenant });
    throw error;
  }
}
