/** A NATS server with TLS and the users of deploy/nats/values.yaml, and its clients, each with a certificate as the chart gives it. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, busSettings, openBus } from '@pitcrew/bus';
import { startNatsServer } from '@pitcrew/testing';
import { createThrowawayCa, type SubjectNames, writeCertificates } from '@pitcrew/testing/identity';
import { parse } from 'yaml';
import { deploy } from './places.ts';

export type NatsWithRights = AsyncDisposable & {
  readonly url: string;
  /** The variables that name the files of a new certificate. It may say that a service is another. */
  certificate(service: string, identity?: string): Promise<NodeJS.ProcessEnv>;
  /** A bus as a service of the chart opens it. */
  openAs(service: string, identity?: string): Promise<Bus>;
};

type Values = {
  readonly config: {
    readonly jetstream: { readonly merge: object };
    readonly merge: Readonly<Record<string, unknown>>;
  };
};

export async function startNatsWithRights(): Promise<NatsWithRights> {
  const ca = await createThrowawayCa();
  const folder = await mkdtemp(join(tmpdir(), 'pitcrew-nats-rights-'));
  const issue = async (names: SubjectNames) =>
    writeCertificates(join(folder, randomUUID()), ca.certificate, await ca.issue('rights', names));
  const server = await startNatsServer(settings(await issue({ hosts: ['localhost'] }), join(folder, 'store')));
  const url = server.url.replace('nats://127.0.0.1', 'tls://localhost');
  const certificate: NatsWithRights['certificate'] = (service, identity = `spiffe://pitcrew.local/${service}`) =>
    issue({ uris: [identity], hosts: [`crew-${service}.pitcrew.svc`] });
  return {
    url,
    certificate,
    async openAs(service, identity) {
      const env = { PITCREW_NATS_URL: url, ...(await certificate(service, identity)) };
      return openBus({ ...busSettings(env), service, openTimeoutMs: 3_000 });
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One `name: value` a line, in the server's syntax, of which JSON is a part. */
function settings(own: NodeJS.ProcessEnv, store: string): string {
  const { jetstream, merge } = (parse(readFileSync(join(deploy, 'nats/values.yaml'), 'utf8')) as Values).config;
  const tls = {
    cert_file: own.PITCREW_TLS_CERT_FILE,
    key_file: own.PITCREW_TLS_KEY_FILE,
    ca_file: own.PITCREW_TLS_CA_FILE,
    verify_and_map: true,
  };
  return Object.entries({ tls, ...merge, jetstream: { store_dir: store, ...jetstream.merge } })
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');
}
