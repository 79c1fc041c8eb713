/**
 * The issuer's public keys: fetched with the first token, kept for ten minutes, and asked for again, at most twice a minute,
 * when a token names a key that is not among them. An issuer that is down when a service starts keeps nobody from starting.
 */
import { createRemoteJWKSet, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import { type OidcConfig, refuseCleartext } from './oidc-config.ts';

const FETCH_TIMEOUT_MS = 5_000;
const KEYS_AGE_MAX_MS = 10 * 60_000;
const COOLDOWN_MS = 30_000;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

type Keys = (...asked: Parameters<RemoteJWKSet>) => ReturnType<RemoteJWKSet>;

export function openIssuer({ issuer, jwksUri }: Pick<OidcConfig, 'issuer' | 'jwksUri'>): Keys {
  let found: Promise<RemoteJWKSet> | undefined;
  const find = async () => keysAt(jwksUri ?? (await discover(issuer)));
  return async (...asked) => {
    found ??= find().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return (await found)(...asked);
  };
}

const keysAt = (uri: string): RemoteJWKSet =>
  createRemoteJWKSet(new URL(uri), {
    timeoutDuration: FETCH_TIMEOUT_MS,
    cacheMaxAge: KEYS_AGE_MAX_MS,
    cooldownDuration: COOLDOWN_MS,
  });

async function discover(issuer: string): Promise<string> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`${issuer} answers ${answer.status} instead of its discovery document`);
  const found = Discovery.parse(await answer.json());
  if (found.issuer !== issuer) throw new Error(`${issuer} calls itself ${found.issuer}`);
  refuseCleartext(found.jwks_uri);
  return found.jwks_uri;
}
