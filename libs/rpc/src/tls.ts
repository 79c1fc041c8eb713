/**
 * TLS between the parts: off, or with certificates from files. Each side shows its certificate and checks the other's against
 * the same CA. A client also checks whom it reached: a certificate that names a part of the crew must name the one that is
 * called, wherever it listens; one that names none is held to the host that was dialled, as on the web.
 */
import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import {
  type ChannelCredentials,
  type ChannelOptions,
  credentials,
  experimental,
  ServerCredentials,
} from '@grpc/grpc-js';
import { PARTS } from './authorise.ts';
import { type CertificateFiles, type Certificates, openCertificates } from './certificate-files.ts';
import { logProblem } from './log-line.ts';
import { isLoopback } from './oidc-config.ts';
import { identityIn, isInOwnDomain, type PeerIdentity } from './peer-identity.ts';
import { refuseUnverified } from './refuse-unverified.ts';
import { RpcError } from './rpc-error.ts';

export type Tls = { readonly kind: 'off' } | { readonly kind: 'files'; readonly certificates: Certificates };

export const TLS_OFF: Tls = { kind: 'off' };

const VARIABLES = ['PITCREW_TLS_CERT_FILE', 'PITCREW_TLS_KEY_FILE', 'PITCREW_TLS_CA_FILE'] as const;

/** Off when none of the variables is set. The CA alone is enough for a client that proves itself by a token. */
export function certificateFilesOf(env: NodeJS.ProcessEnv): CertificateFiles | undefined {
  const [certFile, keyFile, caFile] = VARIABLES.map((name) => env[name] || undefined);
  if (certFile === undefined && keyFile === undefined && caFile === undefined) return undefined;
  if (caFile === undefined || (certFile === undefined) !== (keyFile === undefined))
    throw new Error(`set all of ${VARIABLES.join(', ')}, or none of them; a client may also set the last alone`);
  return { caFile, own: certFile && keyFile ? { certFile, keyFile } : undefined };
}

export const openTls = (files: CertificateFiles | undefined, report = logProblem, intervalMs?: number): Tls =>
  files === undefined ? TLS_OFF : { kind: 'files', certificates: openCertificates(files, report, intervalMs) };

let ofProcess: Tls | undefined;

/** What the environment of this process says; the files are opened once. */
export function tlsOfProcess(): Tls {
  ofProcess ??= openTls(certificateFilesOf(process.env));
  return ofProcess;
}

/** A public door asks for no client certificate: tokens say who calls. */
export function serverCredentials(tls: Tls, clientCertificate: 'required' | 'not-asked'): ServerCredentials {
  if (tls.kind === 'off') return ServerCredentials.createInsecure();
  const { provider, hasOwn } = tls.certificates;
  if (!hasOwn) throw new Error(`a server needs a certificate of its own: set all of ${VARIABLES.join(', ')}`);
  // Whatever its types call them, grpc-js 1.14 takes the own certificate first and the CA of the clients second.
  const create = experimental.createCertificateProviderServerCredentials;
  if (clientCertificate === 'not-asked') return create(provider, null as unknown as typeof provider, false);
  return experimental.createServerCredentialsWithInterceptors(create(provider, provider, false), [refuseUnverified()]);
}

export type ClientSecurity = { readonly credentials: ChannelCredentials; readonly options: ChannelOptions };

/** `part` is whom the client wants to reach at the address: `executor`. */
export function clientSecurity(tls: Tls, part: string, address: string): ClientSecurity {
  if (tls.kind === 'off') return { credentials: credentials.createInsecure(), options: {} };
  const { provider, hasOwn } = tls.certificates;
  const [host = ''] = hostsOf(address);
  return {
    credentials: experimental.createCertificateProviderChannelCredentials(provider, hasOwn ? provider : null, {
      checkServerIdentity: (_, certificate) => wrongServer(certificate, part, host, tls.certificates),
    }),
    // The name in the TLS greeting may not be an IP address.
    options: isIP(host) === 0 ? {} : { 'grpc.ssl_target_name_override': part },
  };
}

/** A token that others on the way can read is theirs too. PITCREW_INSECURE=1 is for a mesh that encrypts by itself. */
export function refuseInTheClear(tls: Tls, address: string, env: NodeJS.ProcessEnv = process.env): void {
  if (tls.kind === 'files' || hostsOf(address).every(isLoopback) || env.PITCREW_INSECURE === '1') return;
  throw new RpcError({
    code: 'FAILED_PRECONDITION',
    reason: 'TOKEN_IN_THE_CLEAR',
    message: `a token is not sent to ${address} without TLS: set PITCREW_TLS_CA_FILE`,
  });
}

/** Whoever reaches a service without TLS may call it. PITCREW_INSECURE=1 says that nobody else does, or that a mesh encrypts and checks. */
export function refuseOpenPort(tls: Tls, address: string, env: NodeJS.ProcessEnv): void {
  if (tls.kind === 'files' || hostsOf(address).every(isLoopback) || env.PITCREW_INSECURE === '1') return;
  throw new Error(
    `${address} can be reached from elsewhere, and without TLS anybody there may call: set ${VARIABLES.join(', ')} (docs/identity.md), or PITCREW_INSECURE=1 if that is meant`,
  );
}

/** Why the certificate is not that of the part at the host; undefined when it is. */
export function wrongServer(
  certificate: PeerCertificate,
  part: string,
  host: string,
  { identity: own }: Pick<Certificates, 'identity'>,
): Error | undefined {
  const found = identityIn(certificate.subjectaltname);
  if (found?.part === part && isInOwnDomain(found, own)) return undefined;
  if (found?.trustDomain !== undefined || (found !== undefined && PARTS.has(found.part)))
    return new Error(
      `the certificate at ${host} is that of ${certificate.subjectaltname}, not of ${nameOf(part, own)}`,
    );
  return checkServerIdentity(host, certificate);
}

const nameOf = (part: string, own: PeerIdentity | undefined): string =>
  own?.trustDomain === undefined ? `the ${part}` : `spiffe://${own.trustDomain}/${part}`;

/** `dns:///executor:50051`, `ipv4:10.0.0.1:50051,10.0.0.2:50051`, `[::1]:50051` -> the hosts. */
export const hostsOf = (address: string): readonly string[] =>
  address
    .replace(/^[a-z0-9-]+:(?!\d+$)(\/\/[^/]*\/)?/i, '')
    .split(',')
    .map((place) => place.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'));
