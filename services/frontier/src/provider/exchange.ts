/**
 * One HTTP exchange, as the SDK's fetch: the body is looked at by a guard, sent, and its answer read whole. The exchange
 * remembers how far it got, because that says what a failure cost: the SDK's errors don't tell a refused connection from a
 * cut one, and their texts may hold what a provider echoes.
 */
import type { Fetch } from './model.ts';

export type Progress =
  /** Nothing left this process: the guard refused, or nothing was asked. */
  | { readonly kind: 'unsent' }
  /** No connection was made. */
  | { readonly kind: 'unreached' }
  /** Sent; whether it was answered isn't known. */
  | { readonly kind: 'sent' }
  /** The provider said no, in a status and at most a few words that nobody reads. */
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfterMs: number | undefined }
  /** An answer came in whole. */
  | { readonly kind: 'answered' };

export type Exchange = { readonly fetch: Fetch; readonly progress: () => Progress };

/** No plan is this long; more is not read. */
export const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

export function openExchange(guard: (body: string) => Promise<void>, now: () => number = Date.now): Exchange {
  let progress: Progress = { kind: 'unsent' };
  const fetch: Fetch = async (input, init) => {
    await guard(String(init?.body ?? ''));
    progress = { kind: 'sent' };
    const response = await globalThis.fetch(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
      if (neverConnected(error)) progress = { kind: 'unreached' };
      throw error;
    });
    if (!response.ok) {
      progress = {
        kind: 'refused',
        status: response.status,
        retryAfterMs: retryAfterMs(response.headers.get('retry-after'), now()),
      };
      await response.body?.cancel();
      return new Response('', { status: isRedirect(response.status) ? 400 : response.status });
    }
    const text = await wholeText(response);
    progress = { kind: 'answered' };
    return new Response(text, { status: 200, headers: { 'content-type': 'application/json' } });
  };
  return { fetch, progress: () => progress };
}

/** A redirect would carry body and key to another place. */
const isRedirect = (status: number): boolean => status < 400;

async function wholeText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error(`the answer is longer than ${ANSWER_BYTES_MAX} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `Retry-After`: seconds, or a date. Undefined where it is neither. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function neverConnected(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && NEVER_CONNECTED.has(String(cause.code))) return true;
  return false;
}
