/**
 * A certificate authority made on the spot, for a crew of one machine and for tests: its key never leaves this process. It
 * signs certificates for the parts of a crew, and for tests also those that must be refused.
 */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

export const TRUST_DOMAIN = 'pitcrew.local';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR_MS = 60 * 60_000;
/** Clocks differ. */
const BACKDATED_MS = 5 * 60_000;

/** Texts in PEM. */
export type MadeCertificate = { readonly certificate: string; readonly key: string };

export type SubjectNames = {
  /** By default `spiffe://pitcrew.local/<part>`. */
  readonly uris?: readonly string[];
  /** By default the part. */
  readonly hosts?: readonly string[];
  /** IP addresses; by default none. */
  readonly addresses?: readonly string[];
  readonly validForMs?: number;
};

export type ThrowawayCa = {
  /** PEM. */
  readonly certificate: string;
  issue(part: string, names?: SubjectNames): Promise<MadeCertificate>;
};

export async function createThrowawayCa(): Promise<ThrowawayCa> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Pitcrew throwaway CA',
    keys,
    ...validity(30 * 24 * HOUR_MS),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: root.toString('pem'),
    issue: async (
      part,
      { uris = [`spiffe://${TRUST_DOMAIN}/${part}`], hosts = [part], addresses = [], validForMs = 24 * HOUR_MS } = {},
    ) => {
      const own = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const made = await x509.X509CertificateGenerator.create({
        subject: `CN=${part}`,
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        ...validity(validForMs),
        signingAlgorithm: ALGORITHM,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          // As real ones do: all these CAs have one name, and a certificate says which of them signed it.
          await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
          new x509.SubjectAlternativeNameExtension([
            ...uris.map((value) => ({ type: 'url', value }) as const),
            ...hosts.map((value) => ({ type: 'dns', value }) as const),
            ...addresses.map((value) => ({ type: 'ip', value }) as const),
          ]),
        ],
      });
      return { certificate: made.toString('pem'), key: await privateKeyPem(own.privateKey) };
    },
  };
}

/** A negative time makes a certificate that has expired. */
const validity = (validForMs: number) => ({
  notBefore: new Date(Date.now() - BACKDATED_MS - Math.max(0, -validForMs)),
  notAfter: new Date(Date.now() + validForMs),
});

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** Writes the files of one part, and gives the environment that names them. Each file is replaced at once, as a mount would. */
export function writeCertificates(
  folder: string,
  ca: string,
  { certificate, key }: MadeCertificate,
): NodeJS.ProcessEnv {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const put = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return file;
  };
  return {
    PITCREW_TLS_CERT_FILE: put('tls.crt', certificate),
    PITCREW_TLS_KEY_FILE: put('tls.key', key),
    PITCREW_TLS_CA_FILE: put('ca.crt', ca),
  };
}
