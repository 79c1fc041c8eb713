/**
 * Refuses every call of a connection whose certificate TLS did not verify: it has expired, is of another CA, or is not there. The
 * handshake is let through for this answer. Cut off there, a caller would see a lost connection, and nobody would know who knocked
 * and why in vain. It stands before all that a server serves, health and reflection too, and before a message is read.
 *
 * The connection ends with the answer, so that the next one shows the certificate that the caller has by then; a refusal costs its
 * caller a handshake, and the log one line.
 */
import type { ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { ServerInterceptingCall, type ServerInterceptingCallInterface, type ServerInterceptor } from '@grpc/grpc-js';
import { logLine } from './log-line.ts';
import { RpcError } from './rpc-error.ts';
import { statusOf } from './status-details.ts';

export const refuseUnverified =
  (log: typeof logLine = logLine): ServerInterceptor =>
  ({ path }, call) => {
    // grpc-js says this of a connection alone whose certificate was verified.
    if (call.getAuthContext().transportSecurityType === 'ssl') return new ServerInterceptingCall(call);
    return new ServerInterceptingCall(call, {
      start: (next) => next({ onReceiveMetadata: () => refuse(path.slice(1), call, log) }),
    });
  };

function refuse(method: string, call: ServerInterceptingCallInterface, log: typeof logLine): void {
  const session = sessionOf(call);
  const { error, ...shown } = refusalOf(session?.socket as TLSSocket | undefined);
  const about = { method, reason: error.reason, peer: call.getPeer(), ...shown };
  // Other calls of the connection may have come with the first.
  if (session?.closed !== true) log('warn', { message: 'call refused', ...about });
  call.sendStatus(statusOf(error));
  session?.close();
}

/** grpc-js keeps the connection to itself. Without it the call is refused all the same, with fewer words. */
const sessionOf = (call: ServerInterceptingCallInterface) =>
  (call as unknown as { readonly stream?: ServerHttp2Stream }).stream?.session;

type Refusal = { readonly error: RpcError; readonly certificate?: string; readonly problem?: string };

function refusalOf(socket: TLSSocket | undefined): Refusal {
  const shown = socket?.getPeerCertificate();
  if (shown?.raw === undefined) return { error: unauthenticated('NO_CERTIFICATE', 'connect with a certificate') };
  const problem = String(socket?.authorizationError);
  const error = unauthenticated('CERTIFICATE_REFUSED', `the certificate is not believed here: ${problem}`);
  return { error, certificate: shown.subjectaltname ?? `CN=${shown.subject?.CN}`, problem };
}

const unauthenticated = (reason: string, message: string): RpcError =>
  new RpcError({ code: 'UNAUTHENTICATED', reason, message });
