/** Where tokens come from, and what their claims are called. Off when no issuer is set: then nobody has to prove anything. */

import { LISTEN_DEFAULT } from './limits.ts';

export type OidcConfig = {
  readonly issuer: string;
  readonly audience: string;
  /** By default the issuer's discovery document names it. */
  readonly jwksUri: string | undefined;
  readonly tenantClaim: string;
  readonly rolesClaim: string;
};

export function oidcConfigOf(env: NodeJS.ProcessEnv): OidcConfig | undefined {
  const issuer = env.PITCREW_OIDC_ISSUER || undefined;
  const audience = env.PITCREW_OIDC_AUDIENCE || undefined;
  const jwksUri = env.PITCREW_OIDC_JWKS_URI || undefined;
  if (issuer === undefined && audience === undefined && jwksUri === undefined) return undefined;
  if (issuer === undefined || audience === undefined)
    throw new Error('set both PITCREW_OIDC_ISSUER and PITCREW_OIDC_AUDIENCE, or neither');
  for (const url of [issuer, jwksUri]) if (url !== undefined) refuseCleartext(url);
  return {
    issuer,
    audience,
    jwksUri,
    tenantClaim: env.PITCREW_OIDC_TENANT_CLAIM || 'tenant',
    rolesClaim: env.PITCREW_OIDC_ROLES_CLAIM || 'roles',
  };
}

/** Keys that anybody on the way could replace prove nothing. */
export function refuseCleartext(text: string): void {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return;
  throw new Error(`${text}: the issuer and its keys are read over https, or from this machine`);
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

export function refuseOpenDoor(env: NodeJS.ProcessEnv): void {
  const address = env.PITCREW_LISTEN ?? LISTEN_DEFAULT;
  if (env.PITCREW_INSECURE === '1' || isLoopback(address.slice(0, address.lastIndexOf(':')))) return;
  throw new Error(
    `${address} can be reached from elsewhere and asks nobody who they are: set PITCREW_OIDC_ISSUER and PITCREW_OIDC_AUDIENCE (docs/identity.md), or PITCREW_INSECURE=1 if that is meant`,
  );
}
