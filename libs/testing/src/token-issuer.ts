/**
 * An OpenID Connect issuer in this process, on 127.0.0.1, for a crew of one machine and for tests: the discovery document, its
 * keys, and a function that signs tokens. It signs whatever it is asked to, also what must be refused.
 */

import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';

const ALGORITHM = 'ES256';
export const AUDIENCE = 'pitcrew';
const VALID_FOR_S = 12 * 60 * 60;

export type TokenClaims = {
  readonly subject?: string;
  readonly tenant?: string;
  readonly roles?: readonly string[];
  readonly audience?: string | readonly string[];
  /** Of another issuer than this one. */
  readonly issuer?: string;
  /** Negative: the token has expired. */
  readonly validForS?: number;
  /** From now, in seconds: the token is not valid before. */
  readonly validFromS?: number;
  /** Registered claims that the token is to lack. */
  readonly without?: readonly ('exp' | 'sub')[];
};

export type TokenIssuer = {
  readonly issuer: string;
  /** How often the keys were read. */
  readonly keysRead: () => number;
  sign(claims?: TokenClaims): Promise<string>;
  /** From now on the issuer signs with another key, and the old one is gone. */
  rotate(): Promise<void>;
  /** The environment of a service that trusts this issuer. */
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
};

type Signer = { readonly privateKey: CryptoKey; readonly kid: string; readonly publicJwk: JWK };

/** With a key file other processes of this user can sign tokens too (`signWithKeyFile`). */
export async function startTokenIssuer(keyFile?: string): Promise<TokenIssuer> {
  let signer = await newSigner();
  let keysRead = 0;
  const server = createServer((request, response) => {
    if (request.url === '/jwks') keysRead += 1;
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': discoveryOf(issuerOf(server)),
      '/jwks': { keys: [signer.publicJwk] },
    };
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve()));
  const issuer = issuerOf(server);
  if (keyFile !== undefined)
    writeFileSync(keyFile, JSON.stringify({ issuer, jwk: await exportJWK(signer.privateKey), kid: signer.kid }), {
      mode: 0o600,
    });
  return {
    issuer,
    keysRead: () => keysRead,
    sign: (claims = {}) => signed(signer, issuer, claims),
    rotate: async () => {
      signer = await newSigner();
    },
    environment: { PITCREW_OIDC_ISSUER: issuer, PITCREW_OIDC_AUDIENCE: AUDIENCE },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const KeyFile = z.object({ issuer: z.string(), kid: z.string(), jwk: z.record(z.string(), z.unknown()) });

export async function signWithKeyFile(file: string, claims: TokenClaims): Promise<string> {
  const { issuer, kid, jwk } = KeyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return signed({ privateKey: (await importJWK(jwk, ALGORITHM)) as CryptoKey, kid }, issuer, claims);
}

async function newSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const kid = randomUUID();
  return { privateKey, kid, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' } };
}

function signed(
  { privateKey, kid }: Pick<Signer, 'privateKey' | 'kid'>,
  own: string,
  { subject = 'ada', tenant, roles, audience = AUDIENCE, issuer = own, ...claims }: TokenClaims,
): Promise<string> {
  const { validForS = VALID_FOR_S, validFromS, without = [] } = claims;
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    aud: typeof audience === 'string' ? audience : [...audience],
    iat: now + Math.min(0, validForS) - 1,
    ...(validFromS !== undefined && { nbf: now + validFromS }),
    ...(!without.includes('sub') && { sub: subject }),
    ...(!without.includes('exp') && { exp: now + validForS }),
    ...(tenant !== undefined && { tenant }),
    ...(roles !== undefined && { roles }),
  };
  return new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, kid }).sign(privateKey);
}

const issuerOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const discoveryOf = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [ALGORITHM],
});
