/**
 * The network between two parts, as Toxiproxy can spoil it. A proxy listens on a port that is known before its upstream is: the crew is
 * told of the proxy, and the proxy of the member's port, which the row chooses.
 */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { goTool, toxiproxy } from '@pitcrew/setup/go-tool';
import getPort from 'get-port';

/** `limit_data` closes a connection after so many bytes, `timeout` holds everything back, `bandwidth` lets so many KB a second through. */
export type Toxic =
  | { readonly type: 'limit_data'; readonly attributes: { readonly bytes: number } }
  | { readonly type: 'timeout'; readonly attributes: { readonly timeout: number } }
  | { readonly type: 'latency'; readonly attributes: { readonly latency: number; readonly jitter: number } }
  | { readonly type: 'bandwidth'; readonly attributes: { readonly rate: number } };

export type NetworkProxy = {
  /** Where it listens. */
  readonly address: string;
  /** What flows to the client (`downstream`) or to the server, until it is undone. */
  spoil(toxic: Toxic, stream: 'upstream' | 'downstream'): Promise<() => Promise<void>>;
};

export type Network = AsyncDisposable & { proxy(name: string, upstream: string): Promise<NetworkProxy> };

const READY_MS_MAX = 10_000;

export async function startNetwork(): Promise<Network> {
  const port = await freePort();
  const child = spawn(await goTool(toxiproxy), ['-host', '127.0.0.1', '-port', `${port}`], { stdio: 'ignore' });
  const api = `http://127.0.0.1:${port}`;
  await answering(api);
  return {
    async proxy(name, upstream) {
      const address = `127.0.0.1:${await freePort()}`;
      await send(`${api}/proxies`, 'POST', { name, listen: address, upstream });
      return {
        address,
        async spoil(toxic, stream) {
          const toxics = `${api}/proxies/${name}/toxics`;
          await send(toxics, 'POST', { name: toxic.type, stream, toxicity: 1, ...toxic });
          return () => send(`${toxics}/${toxic.type}`, 'DELETE');
        },
      };
    },
    [Symbol.asyncDispose]: async () => void child.kill('SIGKILL'),
  };
}

export const freePort = (): Promise<number> => getPort({ host: '127.0.0.1' });

async function answering(api: string): Promise<void> {
  for (const giveUpAt = performance.now() + READY_MS_MAX; ; await pause(50)) {
    try {
      return await send(`${api}/version`, 'GET');
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
    }
  }
}

async function send(url: string, method: string, body?: object): Promise<void> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
}
