/**
 * Who a certificate says that it is. A part of the crew is named by the URI `spiffe://<trust domain>/<part>`, or else by the
 * first label of its DNS names (`executor.crew.svc` is the executor), if all of them agree. Pure; whether the certificate
 * itself is to be trusted, TLS has decided before.
 */

export type PeerIdentity = {
  /** `orchestrator`, `executor`, `operator`, ... */
  readonly part: string;
  /** Absent where only DNS names say who it is. */
  readonly trustDomain?: string;
};

const SPIFFE_ID = /^spiffe:\/\/([a-z0-9._-]+)\/([a-z0-9-]+)$/;

/** `subjectAltName` as Node prints it: `URI:spiffe://pitcrew/router, DNS:router, IP Address:127.0.0.1`. */
export function identityIn(subjectAltName: string | undefined): PeerIdentity | undefined {
  // Node quotes names that hold a comma or a quote. None of ours does, and a quoted name must not be cut in two.
  if (subjectAltName === undefined || subjectAltName.includes('"')) return undefined;
  const names = subjectAltName.split(', ');
  const uris = named(names, 'URI:').filter((uri) => uri.startsWith('spiffe:'));
  return uris.length > 0 ? spiffeIdentity(uris) : dnsIdentity(named(names, 'DNS:'));
}

/**
 * A name in one trust domain says nothing in another, and a DNS name says nothing in any. Who has no trust domain of its own, as a
 * caller with a token alone, takes the name as it is.
 */
export const isInOwnDomain = (peer: PeerIdentity, own: PeerIdentity | undefined): boolean =>
  own?.trustDomain === undefined || peer.trustDomain === own.trustDomain;

function spiffeIdentity(uris: readonly string[]): PeerIdentity | undefined {
  const [, trustDomain, part] = SPIFFE_ID.exec(uris[0] ?? '') ?? [];
  if (uris.length > 1 || trustDomain === undefined || part === undefined) return undefined;
  return { part, trustDomain };
}

function dnsIdentity(hosts: readonly string[]): PeerIdentity | undefined {
  const labels = new Set(hosts.map((host) => host.split('.')[0] ?? ''));
  const [part] = labels;
  return labels.size === 1 && part !== undefined && /^[a-z0-9-]+$/.test(part) ? { part } : undefined;
}

const named = (names: readonly string[], kind: string): readonly string[] =>
  names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
