/**
 * The tool server and the executor do not believe each other: a token, a certificate or a CA is missing, wrong or out of date.
 * That is no matter of a call's arguments, and such a call surely did nothing: it was refused at the door. Each sentence names
 * the variable to look at, and none quotes the server, whose answer may repeat what it was sent.
 */

/** 401 and 403, said before the MCP client reads more into them. */
export class AccessRefused extends Error {}

export const isRefusal = (status: number): boolean => status === 401 || status === 403;

export function refusalOf(status: number, shown: { readonly token: boolean }): AccessRefused {
  const { token } = shown;
  if (status === 401 && !token)
    return new AccessRefused('the tool server answered 401: it wants a token, set PITCREW_TOOLS_TOKEN_FILE');
  if (status === 401)
    return new AccessRefused('the tool server answered 401: it does not take the token of PITCREW_TOOLS_TOKEN_FILE');
  return new AccessRefused(
    `the tool server answered 403: it does not let this caller in, whom ${token ? 'the token of PITCREW_TOOLS_TOKEN_FILE' : 'PITCREW_TOOLS_TOKEN_FILE or PITCREW_TOOLS_CERT_FILE'} has to name`,
  );
}

/** Undefined when the failure has another reason. */
export function accessProblem(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    if (cause instanceof AccessRefused) return cause.message;
    const sentence = sentenceOf(String(cause.code));
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

/** The same at the start, where a cut connection is told with what it may mean; of a call it says nothing. */
export function startProblem(error: unknown, url: string): string | undefined {
  const problem = accessProblem(error);
  if (problem !== undefined || !url.startsWith('https:')) return problem;
  const cut = causesOf(error).find(({ code }) => code === 'ECONNRESET' || code === 'EPIPE');
  if (cut === undefined) return undefined;
  return `it cut the connection (${cut.code}), as servers do that want another certificate than that of PITCREW_TOOLS_CERT_FILE`;
}

/** How OpenSSL says that the server's certificate leads to nobody who is believed. */
const NOT_BELIEVED: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);
const OUT_OF_DATE: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/** What a server says of a client's certificate, on the way to a connection. */
const ALERT = /^ERR_SSL_.*ALERT_(.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;

function sentenceOf(code: string): string | undefined {
  if (NOT_BELIEVED.has(code))
    return `the certificate of the tool server is signed by nobody whom PITCREW_TOOLS_CA_FILE, or else Node's own list, names (${code})`;
  if (OUT_OF_DATE.has(code)) return `the certificate of the tool server is not valid now (${code})`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `the certificate of the tool server names another host than PITCREW_TOOLS_URL (${code})`;
  if (ALERT.test(code))
    return `the tool server wants another client certificate than that of PITCREW_TOOLS_CERT_FILE, or has none from it (${code})`;
  return undefined;
}

const CAUSES_MAX = 4;

type Cause = Error & { readonly code?: unknown };

/** An error and what it wraps: the MCP client and Node's fetch both put the reason into `cause`. */
export function causesOf(error: unknown, depth = 0): readonly Cause[] {
  if (!(error instanceof Error) || depth > CAUSES_MAX) return [];
  return [error, ...causesOf(error.cause, depth + 1)];
}
