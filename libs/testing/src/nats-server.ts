/**
 * A real nats-server for tests: its own port and store directory, gone when the test is.
 *
 *   await using server = await startNatsServer();
 *   const bus = await openBus({ servers: server.url });
 *   await server.kill();      // SIGKILL, as a crash would
 *   await server.restart();   // the same port, the same store
 *
 * Looks for the binary at PITCREW_NATS_SERVER, on PATH, then at <repository root>/.cache/bin/nats-server. Refuses to be
 * used outside tests: it binds 127.0.0.1 only and removes its store at the end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import getPort from 'get-port';

const READY_TIMEOUT_MS = 15_000;
const REPOSITORY_ROOT = resolve(import.meta.dirname, '../../..');

export type NatsServer = AsyncDisposable & {
  readonly url: string;
  readonly name: string;
  /** SIGKILL: nothing is flushed, nothing is said to the clients. */
  kill(): Promise<void>;
  /** Starts it again on the same port and store. */
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT: the connections stay open and nobody answers. */
  pause(): void;
  resume(): void;
};

export type NatsCluster = AsyncDisposable & {
  readonly urls: readonly string[];
  readonly servers: readonly NatsServer[];
};

/** `configuration` is added to the server's own, in its syntax. */
export async function startNatsServer(configuration = ''): Promise<NatsServer> {
  return launch('nats-1', await freePort(), configuration);
}

/** Servers that form one cluster, for streams with that many replicas. */
export async function startNatsCluster(size = 3): Promise<NatsCluster> {
  const ports = await Promise.all(Array.from({ length: size * 2 }, freePort));
  const routes = ports.slice(size).map((port) => `nats://127.0.0.1:${port}`);
  const servers = await Promise.all(
    routes.map((route, index) => {
      const port = ports[index] as number;
      const cluster = `cluster { name: test, listen: "${route.slice('nats://'.length)}", routes: ${JSON.stringify(routes)} }`;
      return launch(`nats-${index + 1}`, port, cluster);
    }),
  );
  return {
    urls: servers.map((server) => server.url),
    servers,
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    },
  };
}

/** The path of the nats-server binary. Throws with what to do when there is none. */
export async function findNatsServer(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = environment.PITCREW_NATS_SERVER;
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return named;
    throw new Error(`PITCREW_NATS_SERVER is ${named}, which is not an executable file`);
  }
  const onPath = (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, 'nats-server'));
  const cached = join(REPOSITORY_ROOT, '.cache/bin/nats-server');
  for (const path of [...onPath, cached]) if (await isExecutable(path)) return path;
  throw new Error(
    `no nats-server binary on PATH or at ${cached}: run \`npm start\` or \`npm test\` once, which fetch it, or set PITCREW_NATS_SERVER`,
  );
}

async function launch(name: string, port: number, extra: string): Promise<NatsServer> {
  const binary = await findNatsServer();
  const folder = await mkdtemp(join(tmpdir(), 'pitcrew-nats-'));
  const configuration = join(folder, 'nats.conf');
  await writeFile(configuration, configurationText(name, port, folder, extra));
  let child = await run(binary, configuration);
  const kill = () => end(child);
  return {
    url: `nats://127.0.0.1:${port}`,
    name,
    kill,
    async restart() {
      await kill();
      child = await run(binary, configuration);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const configurationText = (name: string, port: number, folder: string, extra: string) => `
server_name: ${name}
listen: "127.0.0.1:${port}"
jetstream { store_dir: ${JSON.stringify(join(folder, 'store'))}, max_memory_store: 256MB, max_file_store: 2GB }
${extra}
`;

/** Resolves when the server says that it is ready; rejects with its last words when it ends before. */
function run(binary: string, configuration: string): Promise<ChildProcess> {
  const child = spawn(binary, ['-c', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  return new Promise((ready, failed) => {
    let words = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      failed(new Error(`nats-server ${why}: ${words.slice(-2000)}`));
    };
    const timer = setTimeout(() => fail(`was not ready after ${READY_TIMEOUT_MS} ms`), READY_TIMEOUT_MS);
    const listen = (chunk: Buffer) => {
      words += chunk.toString();
      if (!words.includes('Server is ready')) return;
      clearTimeout(timer);
      child.stderr?.off('data', listen).resume();
      ready(child);
    };
    child.stderr?.on('data', listen);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with code ${code}`));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolveGone) => child.once('exit', () => resolveGone()));
  child.kill('SIGKILL');
  return gone;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Not given out again while it may still be on its way to be listened on. */
const freePort = (): Promise<number> => getPort({ host: '127.0.0.1' });
