/**
 * The identities of a crew of one machine: certificates of a throwaway CA for its parts and for an operator, and an issuer of
 * tokens in this process, whose key lies in a file for `pitcrew token`. Everything stands in one folder that only this user
 * can read, and the CA's key is never written.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectOptions, certificateFilesOf, openTls, ROLES, type Role } from '@pitcrew/rpc';
import type { TokenClaims } from '@pitcrew/testing/identity';
import { MEMBERS, type MemberName } from './members.ts';

/** Parts that speak to each other over gRPC. */
const PARTS: readonly MemberName[] = MEMBERS.filter((member) => member !== 'nats-server' && member !== 'backoffice');
export const OPERATOR = 'operator';
/** What people call: they believe the issuer. */
const DOORS: readonly MemberName[] = ['gateway', 'budget'];
const LOOPBACK = ['127.0.0.1'];

export type CrewIdentity = {
  readonly folder: string;
  readonly environmentOf: (member: MemberName) => NodeJS.ProcessEnv;
  /** The certificate of an operator, for commands. */
  readonly operator: NodeJS.ProcessEnv;
  /** Gives a part a new certificate; it takes it over by itself. */
  readonly renew: (part: string) => Promise<NodeJS.ProcessEnv>;
  readonly token: (claims: TokenClaims) => Promise<string>;
  /** To connect as somebody of a tenant; in all roles unless said. */
  readonly caller: (tenant: string, roles?: readonly Role[]) => Promise<ConnectOptions>;
  readonly close: () => Promise<void>;
};

export async function createCrewIdentity(folder: string): Promise<CrewIdentity> {
  // Only a crew with identities takes the time to load what makes them.
  const { createThrowawayCa, startTokenIssuer, writeCertificates } = await import('@pitcrew/testing/identity');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ca = await createThrowawayCa();
  const certified = async (part: string) =>
    writeCertificates(join(folder, part), ca.certificate, await ca.issue(part, { addresses: LOOPBACK }));
  const ofParts = new Map(await Promise.all(PARTS.map(async (part) => [part, await certified(part)] as const)));
  const operator = await certified(OPERATOR);
  const tls = openTls(certificateFilesOf(operator));
  const issuer = await startTokenIssuer(keyFileIn(folder));
  return {
    folder,
    operator,
    environmentOf: (member) => ({ ...ofParts.get(member), ...(DOORS.includes(member) && issuer.environment) }),
    renew: certified,
    token: issuer.sign,
    caller: async (tenant, roles = ROLES) => {
      const token = await issuer.sign({ tenant, roles });
      return { tls, token: () => token };
    },
    close: issuer.close,
  };
}

/** Where the issuer of a crew keeps what it signs with. */
export const keyFileIn = (folder: string): string => join(folder, 'issuer.json');
