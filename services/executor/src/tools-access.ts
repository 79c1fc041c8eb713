/**
 * How the tool server is reached: with the token, the CA and the client certificate of the files that the environment names, all
 * read anew when they change. What cannot be right is refused at the start. Owns the secrets: nobody else sees them, and `hide`
 * takes them out of what a server answers.
 */
import type { FetchLike } from '@modelcontextprotocol/client';
import { isLoopback, refuseUnusable } from '@pitcrew/rpc';
import { isRefusal, refusalOf } from './access-problem.ts';
import { createHttpsFetch, type HttpsFetch, type TlsMaterial } from './https-fetch.ts';
import { type Report, readNamed, rereading } from './reread.ts';

const TOKEN = 'PITCREW_TOOLS_TOKEN_FILE';
const CA = 'PITCREW_TOOLS_CA_FILE';
const CERT = 'PITCREW_TOOLS_CERT_FILE';
const KEY = 'PITCREW_TOOLS_KEY_FILE';

export type ToolsAccess = {
  /** Rejects with AccessRefused where the server answers 401 or 403. */
  readonly fetch: FetchLike;
  /** The text without the token, should a server repeat it. */
  hide(text: string): string;
  close(): void;
};

/** Throws when the variables contradict each other or the address, or name a file that is no good. */
export function toolsAccessOf(address: string, env: NodeJS.ProcessEnv, report?: Report): ToolsAccess {
  const url = checkedUrl(address);
  const files = { ca: env[CA] || undefined, cert: env[CERT] || undefined, key: env[KEY] || undefined };
  refuseContradictions(url, files);
  const token = openToken(url, env[TOKEN] || undefined, report);
  const { fetch, close } = openFetch(files, report);
  return {
    fetch: async (target, init) => {
      // A token is for the server that it was given for, wherever that one points to.
      const shown = new URL(target).origin === url.origin ? token.current() : undefined;
      const response = await fetch(target, shown === undefined ? init : withToken(init, shown));
      if (!isRefusal(response.status)) return response;
      await response.body?.cancel();
      throw refusalOf(response.status, { token: shown !== undefined });
    },
    hide: token.hide,
    close,
  };
}

function checkedUrl(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error('the tool server needs an address that begins with http:// or https:// (PITCREW_TOOLS_URL)');
  if (url.username !== '' || url.password !== '')
    throw new Error(`the address of the tool server at ${url.host} holds a user or a password: use ${TOKEN}`);
  return url;
}

type Files = { readonly [name in keyof TlsMaterial]: string | undefined };

function refuseContradictions({ protocol, origin }: URL, { ca, cert, key }: Files): void {
  if ((cert === undefined) !== (key === undefined))
    throw new Error(`${cert ? CERT : KEY} is set without ${cert ? KEY : CERT}: set both, or neither`);
  const forTls = ca ? CA : cert && CERT;
  if (forTls !== undefined && protocol !== 'https:')
    throw new Error(`${forTls} is set, but ${origin} is reached without TLS: use https://, or leave it out`);
}

type Token = { current(): string | undefined; hide(text: string): string };

function openToken({ protocol, hostname, origin }: URL, file: string | undefined, report?: Report): Token {
  if (file === undefined) return { current: () => undefined, hide: (text) => text };
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw new Error(
      `${TOKEN} is set, but ${origin} is reached without TLS, where others could read the token: use https://`,
    );
  const read = rereading(() => tokenIn(file), report);
  /** An answer under way may still be about the token of before. */
  let known: readonly string[] = [read()];
  return {
    current: () => {
      const token = read();
      if (token !== known[0]) known = [token, ...known.slice(0, 1)];
      return token;
    },
    hide: (text) => known.reduce((left, token) => left.replaceAll(token, '(token)'), text),
  };
}

function tokenIn(file: string): string {
  const token = readNamed(TOKEN, file).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error(`${TOKEN}: ${file} holds no token`);
  return token;
}

function withToken(init: RequestInit | undefined, token: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}

function openFetch(files: Files, report?: Report): HttpsFetch {
  if (files.ca === undefined && files.cert === undefined) return { fetch, close: () => undefined };
  let last: TlsMaterial | undefined;
  return createHttpsFetch(
    rereading(() => {
      const next = materialIn(files);
      if (last !== undefined && isSame(last, next)) return last;
      refuseUnusable(next, { ca: CA, pair: `${CERT} and ${KEY}` });
      last = next;
      return next;
    }, report),
  );
}

const materialIn = ({ ca, cert, key }: Files): TlsMaterial => ({
  ...(ca && { ca: readNamed(CA, ca) }),
  ...(cert && key && { cert: readNamed(CERT, cert), key: readNamed(KEY, key) }),
});

const isSame = (one: TlsMaterial, other: TlsMaterial): boolean =>
  one.ca === other.ca && one.cert === other.cert && one.key === other.key;
