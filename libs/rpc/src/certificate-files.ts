/**
 * The certificate files of this process, read again while it runs, so that a certificate that is replaced in time needs no
 * restart. A set is taken over only when all of it can be read, the CA file holds whole certificates, and key and certificate belong
 * together: in the middle of a replacement, or after a bad one, the last good set stays in use and the problem is reported once.
 *
 * Why not grpc-js's own FileWatcherCertificateProvider: a moment in which a file is missing makes its server drop connections.
 */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { experimental } from '@grpc/grpc-js';
import { identityIn, type PeerIdentity } from './peer-identity.ts';
import { refuseUnusable } from './usable-certificates.ts';

export type CertificateFiles = {
  readonly caFile: string;
  /** What this process shows of itself; a client of the public door needs none. */
  readonly own: { readonly certFile: string; readonly keyFile: string } | undefined;
};

export type Certificates = {
  readonly provider: experimental.CertificateProvider;
  readonly hasOwn: boolean;
  /** Who this process says that it is. */
  readonly identity: PeerIdentity | undefined;
};

type Loaded = {
  readonly ca: Buffer;
  readonly own: experimental.IdentityCertificateUpdate | undefined;
};
type CaListener = experimental.CaCertificateUpdateListener;
type OwnListener = experimental.IdentityCertificateUpdateListener;

export const RELOAD_INTERVAL_MS = 10_000;

export function openCertificates(
  files: CertificateFiles,
  report: (problem: unknown) => void,
  intervalMs: number = RELOAD_INTERVAL_MS,
): Certificates {
  let loaded = load(files);
  let lastProblem = '';
  const caListeners = new Set<CaListener>();
  const ownListeners = new Set<OwnListener>();
  const tellCa = (listener: CaListener) => listener({ caCertificate: loaded.ca });
  const tellOwn = (listener: OwnListener) => listener(loaded.own ?? null);

  const reload = (): void => {
    try {
      const next = load(files);
      lastProblem = '';
      if (isSame(loaded, next)) return;
      loaded = next;
      caListeners.forEach(tellCa);
      ownListeners.forEach(tellOwn);
    } catch (problem) {
      if (String(problem) !== lastProblem) report(problem);
      lastProblem = String(problem);
    }
  };
  setInterval(reload, intervalMs).unref();

  return {
    hasOwn: files.own !== undefined,
    get identity() {
      return loaded.own && identityIn(new X509Certificate(loaded.own.certificate).subjectAltName);
    },
    provider: {
      addCaCertificateListener: (listener) => {
        caListeners.add(listener);
        // Who listens is not ready to be told before its constructor has returned.
        process.nextTick(tellCa, listener);
      },
      removeCaCertificateListener: (listener) => caListeners.delete(listener),
      addIdentityCertificateListener: (listener) => {
        ownListeners.add(listener);
        process.nextTick(tellOwn, listener);
      },
      removeIdentityCertificateListener: (listener) => ownListeners.delete(listener),
    },
  };
}

function load({ caFile, own }: CertificateFiles): Loaded {
  const ca = read(caFile);
  const pair = own && { certificate: read(own.certFile), privateKey: read(own.keyFile) };
  const material = { ca, ...(pair && { cert: pair.certificate, key: pair.privateKey }) };
  refuseUnusable(material, { ca: caFile, pair: `${own?.certFile} and ${own?.keyFile}` });
  return { ca, own: pair };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`, { cause: error });
  }
}

const isSame = (one: Loaded, other: Loaded): boolean =>
  one.ca.equals(other.ca) &&
  (one.own === undefined ||
    other.own === undefined ||
    (one.own.certificate.equals(other.own.certificate) && one.own.privateKey.equals(other.own.privateKey)));
