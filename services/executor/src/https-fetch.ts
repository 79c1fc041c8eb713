/**
 * A fetch over TLS with a CA and a client certificate of one's own, which Node's own fetch takes from nobody. It does what the MCP
 * client asks of it and no more: a text as body, an answer that may be a stream, no redirects.
 */
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { addAbortSignal, Readable } from 'node:stream';
import type { FetchLike } from '@modelcontextprotocol/client';

/** Texts in PEM. Without a CA those that Node believes by itself. */
export type TlsMaterial = {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
};

export type HttpsFetch = { readonly fetch: FetchLike; close(): void };

const IDLE_MS = 30_000;

/** `material` is asked for each request; a connection that was opened with another one is used no more. */
export function createHttpsFetch(material: () => TlsMaterial): HttpsFetch {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  return {
    fetch: (url, init = {}) =>
      new Promise((resolve, reject) => {
        const signal = init.signal ?? undefined;
        const sent = request(url, {
          agent,
          ...material(),
          method: init.method ?? 'GET',
          // Nothing here would unpack an answer.
          headers: { ...Object.fromEntries(new Headers(init.headers)), 'accept-encoding': 'identity' },
          ...(signal === undefined ? {} : { signal }),
        });
        sent.on('error', reject);
        sent.once('response', (answer) => {
          if (signal !== undefined) addAbortSignal(signal, answer);
          resolve(responseOf(answer));
        });
        sent.end(typeof init.body === 'string' ? init.body : undefined);
      }),
    close: () => agent.destroy(),
  };
}

/** Answers that have no body, by the rules of HTTP. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(answer.headersDistinct))
    for (const value of values) headers.append(name, value);
  if (!BODILESS.has(status)) return new Response(bodyOf(answer), { status, statusText, headers });
  answer.resume();
  return new Response(null, { status, statusText, headers });
}

const bodyOf = (answer: IncomingMessage): ReadableStream<Uint8Array> =>
  Readable.toWeb(answer) as ReadableStream<Uint8Array>;
