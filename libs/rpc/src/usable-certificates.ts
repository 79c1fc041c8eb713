/**
 * Whether what files hold can be used for TLS, before it takes the place of what was. OpenSSL passes over what is no certificate: a
 * CA file that is empty or half written would be taken, and nobody be believed. Its messages name the mistake and hold nothing of a key.
 */
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

type Pem = string | Buffer | undefined;
type Material = { readonly ca?: Pem; readonly cert?: Pem; readonly key?: Pem };

/** Throws a sentence with the name of the part that is no good. */
export function refuseUnusable(
  { ca, cert, key }: Material,
  names: { readonly ca: string; readonly pair: string },
): void {
  if (ca !== undefined) orSay(names.ca, () => refuseIncomplete(ca.toString()));
  orSay(names.pair, () => createSecureContext({ cert, key }));
}

function refuseIncomplete(ca: string): void {
  const begun = ca.split('-----BEGIN ').length - 1;
  const whole = ca.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (begun === 0) throw new Error('it holds no certificate');
  if (whole.length < begun) throw new Error('something in it is no certificate, or one is cut short');
  for (const text of whole) new X509Certificate(text);
}

function orSay(name: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    throw new Error(`${name} cannot be used: ${(error as Error).message}`);
  }
}
