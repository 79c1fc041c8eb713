/** Tokens of a real issuer, over HTTP: what is taken, what is refused, and what is said of it. */
import { createHmac, createPublicKey } from 'node:crypto';
import { startTokenIssuer, type TokenClaims, type TokenIssuer } from '@pitcrew/testing/identity';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogFields } from './log-line.ts';
import { oidcConfigOf } from './oidc-config.ts';
import { type Principal, requireRole } from './principal.ts';
import { RpcError } from './rpc-error.ts';
import { authenticatorOf, createAuthenticator, LEEWAY_S } from './token.ts';

let issuer: TokenIssuer;
let other: TokenIssuer;
beforeAll(async () => {
  [issuer, other] = await Promise.all([startTokenIssuer(), startTokenIssuer()]);
});
afterAll(async () => {
  await issuer.close();
  await other.close();
});

const logged: LogFields[] = [];
const authenticator = (env: NodeJS.ProcessEnv = {}, now?: () => Date) => {
  const config = oidcConfigOf({ ...issuer.environment, ...env });
  if (config === undefined) throw new Error('there is no issuer');
  return createAuthenticator(config, now, (_, fields) => logged.push(fields));
};
const call = (token?: string, header = `Bearer ${token}`) => ({
  method: 'pitcrew.gateway.v1.GatewayService/SubmitRun',
  metadata: new Map(token === undefined ? [] : [['authorization', header]]),
  peer: '10.0.0.9:1234',
});
const good: TokenClaims = { subject: 'ada', tenant: 'acme', roles: ['submitter', 'somebody-else'] };

const refused = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => 'not refused',
    (reason: unknown) => reason,
  );
  return error instanceof RpcError ? `${error.code} ${error.reason}` : String(error);
};

/** Header, claims and signature, changed without a key. */
const forged = (token: string, change: (parts: string[]) => string[]): string => change(token.split('.')).join('.');
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  it('says who calls, for which tenant and in which of our roles', async () => {
    const principal = await authenticator()(call(await issuer.sign(good)));
    expect(principal).toMatchObject({ subject: 'ada', tenant: 'acme', roles: new Set(['submitter']) });
    const hours = (principal.expiresAt.getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(12 + LEEWAY_S / 3_600, 1);
  });

  it('may have its claims under other names, and its roles in one text', async () => {
    const env = { PITCREW_OIDC_TENANT_CLAIM: 'sub', PITCREW_OIDC_ROLES_CLAIM: 'tenant' };
    const principal = await authenticator(env)(call(await issuer.sign({ subject: 'umbrella', tenant: 'approver x' })));
    expect(principal).toMatchObject({ subject: 'umbrella', tenant: 'umbrella', roles: new Set(['approver']) });
  });

  it.each<[string, TokenClaims, string]>([
    ['for another audience', { audience: 'somebody-else' }, 'WRONG_AUDIENCE'],
    ['for several audiences without us', { audience: ['somebody-else', 'pitcrew2'] }, 'WRONG_AUDIENCE'],
    ['of another issuer', { issuer: 'https://elsewhere.example' }, 'WRONG_ISSUER'],
    ['that has expired', { validForS: -LEEWAY_S - 5 }, 'TOKEN_EXPIRED'],
    ['that is not valid yet', { validFromS: LEEWAY_S + 5 }, 'INVALID_TOKEN'],
    ['that never expires', { without: ['exp'] }, 'INVALID_TOKEN'],
    ['without a subject', { without: ['sub'] }, 'INVALID_TOKEN'],
    ['with an empty subject', { subject: '' }, 'INCOMPLETE_TOKEN'],
    ['without a tenant', { tenant: '' }, 'INCOMPLETE_TOKEN'],
    ['with half a character for a tenant', { tenant: '\ud83d' }, 'INCOMPLETE_TOKEN'],
    ['with a tenant that is too long', { tenant: 'x'.repeat(129) }, 'INCOMPLETE_TOKEN'],
  ])('%s is refused: %s', async (_, claims, reason) => {
    const token = await issuer.sign({ ...good, ...claims });
    expect(await refused(authenticator()(call(token)))).toBe(`UNAUTHENTICATED ${reason}`);
  });

  it.each<[string, TokenClaims]>([
    ['that expired less than the leeway ago', { validForS: -LEEWAY_S + 10 }],
    ['that is valid in less than the leeway', { validFromS: LEEWAY_S - 10 }],
    ['for several audiences, us among them', { audience: ['somebody-else', 'pitcrew'] }],
  ])('%s is taken', async (_, claims) => {
    const token = await issuer.sign({ ...good, ...claims });
    expect((await authenticator()(call(token))).subject).toBe('ada');
  });

  it('that was taken is refused once it has expired', async () => {
    const token = await issuer.sign(good);
    let offsetMs = 0;
    const authenticate = authenticator({}, () => new Date(Date.now() + offsetMs));
    expect((await authenticate(call(token))).subject).toBe('ada');
    offsetMs = 24 * 60 * 60_000;
    expect(await refused(authenticate(call(token)))).toBe('UNAUTHENTICATED TOKEN_EXPIRED');
  });

  it.each<[string, (token: string) => string]>([
    [
      'no signature and the algorithm none',
      (token) => forged(token, ([, claims = '']) => [encoded({ alg: 'none' }), claims, '']),
    ],
    [
      'a shared secret for a signature',
      (token) => forged(token, ([, claims = '']) => [encoded({ alg: 'HS256' }), claims, 'c2VjcmV0']),
    ],
    [
      'other claims than those that were signed',
      (token) =>
        forged(token, ([header = '', claims = '', signature = '']) => [
          header,
          encoded({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), tenant: 'umbrella' }),
          signature,
        ]),
    ],
    ['garbage', () => 'not.a.token'],
  ])('with %s is refused', async (_, change) => {
    const token = change(await issuer.sign(good));
    expect(await refused(authenticator()(call(token)))).toBe('UNAUTHENTICATED INVALID_TOKEN');
  });

  it("that uses the issuer's public key, which everybody has, as a shared secret is refused", async () => {
    const { keys } = (await (await fetch(`${issuer.issuer}/jwks`)).json()) as { keys: { kid: string }[] };
    const [header, claims] = (await issuer.sign(good)).split('.');
    const { kid } = JSON.parse(Buffer.from(header ?? '', 'base64url').toString());
    const jwk = keys.find((key) => key.kid === kid)!;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const signed = `${encoded({ alg: 'HS256', kid })}.${claims}`;
    for (const secret of [pem, JSON.stringify(jwk)]) {
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await refused(authenticator()(call(`${signed}.${signature}`)))).toBe('UNAUTHENTICATED INVALID_TOKEN');
    }
  });

  it('that another issuer has signed in our name is refused', async () => {
    const token = await other.sign({ ...good, issuer: issuer.issuer });
    expect(await refused(authenticator()(call(token)))).toBe('UNAUTHENTICATED INVALID_TOKEN');
  });

  it.each([
    ['no header', call()],
    ['another scheme', call('x', 'Basic YTpi')],
    ['no token after the scheme', call('x', 'Bearer ')],
  ])('is asked for where there is %s', async (_, without) => {
    expect(await refused(authenticator()(without))).toBe('UNAUTHENTICATED NO_TOKEN');
  });

  it('that is refused is in the log with its reason and its caller, but not itself', async () => {
    logged.splice(0);
    const token = await issuer.sign({ ...good, audience: 'x' });
    await refused(authenticator()(call(token)));
    expect(logged).toEqual([expect.objectContaining({ reason: 'WRONG_AUDIENCE', peer: '10.0.0.9:1234' })]);
    for (const part of token.split('.')) expect(JSON.stringify(logged)).not.toContain(part);
  });
});

describe('the keys of the issuer', () => {
  it('are read once for many tokens, and a token with an unknown key does not have them read each time', async () => {
    const authenticate = authenticator();
    const before = issuer.keysRead();
    for (let n = 0; n < 5; n += 1) await authenticate(call(await issuer.sign(good)));
    for (let n = 0; n < 5; n += 1)
      await refused(authenticate(call(await other.sign({ ...good, issuer: issuer.issuer }))));
    expect(issuer.keysRead() - before).toBe(1);
  });

  it('may change: a token with the new key is taken at once where the keys are old enough, and one with the old key no more', async () => {
    const turning = await startTokenIssuer();
    const authenticate = authenticator(turning.environment);
    const before = await turning.sign(good);
    expect((await authenticate(call(before))).subject).toBe('ada');
    await turning.rotate();
    const after = await turning.sign(good);
    // The keys are asked for at most twice a minute, whoever makes up key ids.
    expect(await refused(authenticate(call(after)))).toBe('UNAUTHENTICATED INVALID_TOKEN');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    try {
      expect((await authenticate(call(after))).subject).toBe('ada');
      expect(await refused(authenticate(call(before)))).toBe('UNAUTHENTICATED INVALID_TOKEN');
    } finally {
      vi.useRealTimers();
      await turning.close();
    }
  });

  it('may stand at an address that is set, and need no discovery document', async () => {
    const env = { PITCREW_OIDC_JWKS_URI: `${issuer.issuer}/jwks`, PITCREW_OIDC_ISSUER: 'https://renamed.example' };
    const token = await issuer.sign({ ...good, issuer: 'https://renamed.example' });
    expect((await authenticator(env)(call(token))).tenant).toBe('acme');
  });

  it('that cannot be read now are no fault of the token, and are asked for again with the next', async () => {
    const gone = await startTokenIssuer();
    const authenticate = authenticator({ PITCREW_OIDC_ISSUER: gone.issuer });
    const token = await gone.sign(good);
    await gone.close();
    expect(await refused(authenticate(call(token)))).toBe('UNAVAILABLE ISSUER_UNAVAILABLE');
    expect(await refused(authenticate(call(token)))).toBe('UNAVAILABLE ISSUER_UNAVAILABLE');
  });
});

describe('the variables', () => {
  const PITCREW_OIDC_ISSUER = 'https://login.example';
  const PITCREW_OIDC_AUDIENCE = 'pitcrew';

  it('have defaults for the claims', () => {
    expect(oidcConfigOf({ PITCREW_OIDC_ISSUER, PITCREW_OIDC_AUDIENCE })).toEqual({
      issuer: 'https://login.example',
      audience: 'pitcrew',
      jwksUri: undefined,
      tenantClaim: 'tenant',
      rolesClaim: 'roles',
    });
  });

  it.each([
    [{ PITCREW_OIDC_ISSUER }, /set both/],
    [{ PITCREW_OIDC_AUDIENCE }, /set both/],
    [{ PITCREW_OIDC_JWKS_URI: 'https://login.example/jwks' }, /set both/],
    [{ PITCREW_OIDC_ISSUER: 'http://login.example', PITCREW_OIDC_AUDIENCE }, /over https/],
    [{ PITCREW_OIDC_ISSUER: 'login.example', PITCREW_OIDC_AUDIENCE }, /over https/],
    [{ PITCREW_OIDC_ISSUER, PITCREW_OIDC_AUDIENCE, PITCREW_OIDC_JWKS_URI: 'http://10.0.0.1/jwks' }, /over https/],
  ])('%j is refused', (env, message) => {
    expect(() => oidcConfigOf(env)).toThrow(message);
  });

  it.each([
    [{}, true],
    [{ PITCREW_LISTEN: '127.0.0.1:50051' }, true],
    [{ PITCREW_LISTEN: 'localhost:50051' }, true],
    [{ PITCREW_LISTEN: '[::1]:50051' }, true],
    [{ PITCREW_LISTEN: '0.0.0.0:50051' }, false],
    [{ PITCREW_LISTEN: '[::]:50051' }, false],
    [{ PITCREW_LISTEN: '10.1.2.3:50051' }, false],
    [{ PITCREW_LISTEN: '127.example.com:50051' }, false],
    [{ PITCREW_LISTEN: '0.0.0.0:50051', PITCREW_INSECURE: '1' }, true],
    [{ PITCREW_LISTEN: '0.0.0.0:50051', PITCREW_OIDC_ISSUER, PITCREW_OIDC_AUDIENCE }, true],
  ])('a door with %j may be opened: %s', (env, mayOpen) => {
    if (mayOpen) expect(() => authenticatorOf(env)).not.toThrow();
    else expect(() => authenticatorOf(env)).toThrow(/asks nobody who they are/);
  });
});

describe('a role', () => {
  const holding = (...roles: Principal['roles'] extends ReadonlySet<infer R> ? R[] : never) => ({
    roles: new Set(roles),
  });

  it.each([
    [['submitter'], ['submitter'], true],
    [['submitter', 'approver'], ['approver'], true],
    [['submitter'], ['approver'], false],
    [[], ['submitter', 'approver'], false],
    [['approver'], [], false],
    [['operator'], ['submitter'], true],
    [['operator'], [], true],
  ] as const)('whoever has %j may do what is for %j: %s', (held, wanted, may) => {
    const asked = () => requireRole(holding(...held), wanted);
    if (may) expect(asked).not.toThrow();
    else expect(asked).toThrow(/this needs the role/);
  });
});
