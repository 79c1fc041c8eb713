/**
 * Who calls, by the token that the call brings: a JSON Web Token of an OpenID Connect issuer, in the header `authorization`.
 * Checked are signature (asymmetric algorithms alone), issuer, audience and time, with a minute of leeway between clocks. The
 * tenant is a claim, and so are the roles. A refusal is logged with its reason and never with the token.
 */
import { TenantId } from '@pitcrew/contracts';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Call } from './call.ts';
import { openIssuer } from './issuer-keys.ts';
import { logLine } from './log-line.ts';
import { type OidcConfig, oidcConfigOf, refuseOpenDoor } from './oidc-config.ts';
import { type Principal, ROLES } from './principal.ts';
import { RpcError } from './rpc-error.ts';

export const TOKEN_HEADER = 'authorization';
export const LEEWAY_S = 60;
/** No `none`, and nothing with a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const RETRY_AFTER_MS = 1_000;

/** Throws UNAUTHENTICATED for a call without a good token. */
export type Authenticate = (call: Pick<Call, 'method' | 'metadata' | 'peer'>) => Promise<Principal>;

/** For a door that people use. Without an issuer nobody is asked who they are, which only this machine may rely on. */
export function authenticatorOf(env: NodeJS.ProcessEnv): Authenticate | undefined {
  const config = oidcConfigOf(env);
  if (config !== undefined) return createAuthenticator(config);
  refuseOpenDoor(env);
  return undefined;
}

export function createAuthenticator(
  config: OidcConfig,
  now: () => Date = () => new Date(),
  log: typeof logLine = logLine,
): Authenticate {
  const keys = openIssuer(config);
  const { issuer, audience } = config;
  return async ({ method, metadata, peer }) => {
    try {
      const token = bearerToken(metadata.get(TOKEN_HEADER));
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: LEEWAY_S,
        requiredClaims: ['exp', 'sub'],
        currentDate: now(),
      });
      return principalOf(payload, config);
    } catch (error) {
      const refusal = refusalOf(error);
      const problem = refusal.cause === undefined ? undefined : String(refusal.cause);
      log('warn', { message: 'token refused', method, reason: refusal.reason, peer, problem });
      throw refusal;
    }
  };
}

function bearerToken(header: string | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  if (token === undefined)
    throw unauthenticated('NO_TOKEN', 'send a token: the header authorization is "Bearer <token>"');
  return token;
}

/** JSON can spell half a character, which no subject of the bus can. */
const TenantIdOfToken = TenantId.refine((text) => text.isWellFormed());
const Subject = z.string().min(1).max(256);
/** A list, or as scopes are written: names with spaces between. */
const RoleNames = z.union([z.array(z.string()), z.string().transform((text) => text.split(' '))]).default([]);

/** Roles that Pitcrew does not know are somebody else's. */
function principalOf(payload: JWTPayload, { tenantClaim, rolesClaim }: OidcConfig): Principal {
  const subject = Subject.safeParse(payload.sub);
  const tenant = TenantIdOfToken.safeParse(payload[tenantClaim]);
  const names = RoleNames.safeParse(payload[rolesClaim]);
  if (!subject.success || !tenant.success || !names.success)
    throw unauthenticated('INCOMPLETE_TOKEN', `the token lacks a good sub, ${tenantClaim} or ${rolesClaim}`);
  return {
    subject: subject.data,
    tenant: tenant.data,
    roles: new Set(ROLES.filter((role) => names.data.includes(role))),
    expiresAt: new Date(((payload.exp ?? 0) + LEEWAY_S) * 1000),
  };
}

/** What is wrong with the token itself; anything else kept us from looking at it. */
const BAD_TOKEN = [
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function refusalOf(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed) return wrongClaim(error.claim);
  if (BAD_TOKEN.some((kind) => error instanceof kind))
    return unauthenticated('INVALID_TOKEN', 'the token is not one that the issuer signed');
  return new RpcError({
    code: 'UNAVAILABLE',
    reason: 'ISSUER_UNAVAILABLE',
    message: 'the keys of the token issuer cannot be read now; try again',
    retryAfterMs: RETRY_AFTER_MS,
    cause: error,
  });
}

function wrongClaim(claim: string): RpcError {
  switch (claim) {
    case 'aud':
      return unauthenticated('WRONG_AUDIENCE', 'the token is for somebody else');
    case 'iss':
      return unauthenticated('WRONG_ISSUER', 'the token is of another issuer');
    default:
      return unauthenticated('INVALID_TOKEN', `the token's ${claim} is missing or not valid now`);
  }
}

export const tokenExpired = (): RpcError => unauthenticated('TOKEN_EXPIRED', 'the token has expired; get a new one');

const unauthenticated = (reason: string, message: string): RpcError =>
  new RpcError({ code: 'UNAUTHENTICATED', reason, message });
