/**
 * Lets a call in or refuses it, by the certificate that its connection showed. A refusal is logged with the names of the
 * certificate, so that an operator sees who knocked. Where TLS is off nothing is known of a caller and nothing is checked.
 */

import { rulingOn } from './authorise.ts';
import type { IncomingCall } from './call.ts';
import { logLine } from './log-line.ts';
import { identityIn } from './peer-identity.ts';
import { RpcError } from './rpc-error.ts';
import type { Tls } from './tls.ts';

export type AdmitCaller = (method: string, incoming: IncomingCall) => void;

export function callerAdmission(tls: Tls, log: typeof logLine = logLine): AdmitCaller {
  if (tls.kind === 'off') return () => {};
  return (method, incoming) => {
    const names = incoming.getAuthContext().sslPeerCertificate?.subjectaltname;
    const ruling = rulingOn(method, identityIn(names), tls.certificates.identity);
    if (ruling.kind === 'allowed') return;
    const error = ruling.kind === 'refused' ? notAllowed(method) : unknownCaller();
    log('warn', {
      message: 'call refused',
      method,
      reason: error.reason,
      peer: incoming.getPeer(),
      certificate: names,
    });
    throw error;
  };
}

const notAllowed = (method: string): RpcError =>
  new RpcError({
    code: 'PERMISSION_DENIED',
    reason: 'CALLER_NOT_ALLOWED',
    message: `the part of the crew that the certificate names may not call ${method}`,
  });

const unknownCaller = (): RpcError =>
  new RpcError({
    code: 'UNAUTHENTICATED',
    reason: 'NO_CERTIFICATE',
    message: 'the certificate names no part of the crew; connect with one that does',
  });
