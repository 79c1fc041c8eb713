/** An answer that comes bit by bit, as event streams do: each bit is there when it was sent, and an abort ends it for both sides. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createThrowawayCa } from '@pitcrew/testing/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpsFetch, type HttpsFetch } from './https-fetch.ts';

let server: Server;
let https: HttpsFetch;
let url: string;
let answering: Promise<ServerResponse>;

beforeAll(async () => {
  const ca = await createThrowawayCa();
  const { certificate: cert, key } = await ca.issue('tools', { addresses: ['127.0.0.1'] });
  server = createServer({ cert, key });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  https = createHttpsFetch(() => ({ ca: ca.certificate }));
});
afterAll(() => {
  https.close();
  server.closeAllConnections();
  server.close();
});

async function opened(signal?: AbortSignal) {
  answering = once(server, 'request').then(([, response]) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    return response;
  });
  const answer = await https.fetch(url, signal === undefined ? {} : { signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader() ?? expect.fail('no body');
  return { reader, response: await answering };
}

it('gives each event before the next one is sent', async () => {
  const { reader, response } = await opened();
  expect(await reader.read()).toEqual({ done: false, value: 'data: 1\n\n' });
  response.write('data: 2\n\n');
  expect(await reader.read()).toEqual({ done: false, value: 'data: 2\n\n' });
  response.end();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});

it('ends the stream when its caller gives up, and the server sees it', async () => {
  const caller = new AbortController();
  const { reader, response } = await opened(caller.signal);
  await reader.read();
  const closed = once(response, 'close');
  caller.abort();
  await expect(reader.read()).rejects.toThrow(/abort/i);
  await closed;
});
