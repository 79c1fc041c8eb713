/**
 * What is no gRPC call: broken frames, headers, encodings and ends, each on a connection of its own. A case resolves when the
 * server has answered, hung up, or been silent for a second; whether it is well afterwards is the test's to ask.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { nameOf } from './bombard.ts';
import { framed, openRaw } from './raw-grpc.ts';

export type NoiseTarget = { readonly address: string; readonly path: string; readonly good: Buffer };

/** Answers the name of a gRPC status, `HTTP 415`, `BROKEN`, or what became of the connection. */
export type NoiseCase = { readonly name: string; readonly run: (target: NoiseTarget) => Promise<string> };

const SILENCE_MS = 1000;
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = frame(4, 0, 0, Buffer.alloc(0));

function frame(type: number, flags: number, stream: number, payload: Buffer, length = payload.length): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** The same noise every time, so that a case that fails can be repeated. */
function noise(name: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHash('sha256').update(`${name}${n}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const bytes = (name: string, ...sent: readonly Buffer[]): NoiseCase => ({
  name,
  run: async ({ address }) => {
    const [host = '', port = ''] = address.split(':');
    const socket = connectTcp(Number(port), host);
    socket.on('error', () => undefined).resume();
    for (const part of sent) socket.write(part);
    const ended = await Promise.race([once(socket, 'close').then(() => 'hung up'), pause(SILENCE_MS, 'silent')]);
    socket.destroy();
    return ended;
  },
});

const call = (name: string, headers: OutgoingHttpHeaders, body: (good: Buffer) => Buffer = framed): NoiseCase => ({
  name,
  run: async ({ address, path, good }) => {
    using connection = openRaw(address);
    return nameOf(await connection.send(path, body(good), headers));
  },
});

const randomFrames = Array.from({ length: 64 }, (_, n) => {
  const payload = noise(`frame ${n}`, (n * 7) % 60);
  return frame(n % 16, payload[0] ?? 0, n % 5, payload);
});

/** Streams that are opened and given up at once. */
const abandoned = (name: string, count: number, close: 'reset' | 'never-ended'): NoiseCase => ({
  name,
  run: async ({ address, path }) => {
    const session = connectHttp2(`http://${address}`);
    session.on('error', () => undefined);
    const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
    for (let n = 0; n < count && !session.destroyed; n += 1) {
      const stream = session.request(headers);
      stream.on('error', () => undefined);
      stream.write(Buffer.from([0, 0, 0, 1, 0]));
      if (close === 'reset') stream.close(8);
    }
    await pause(SILENCE_MS / 2);
    session.destroy();
    return 'given up';
  },
});

const lying = (length: number) => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, Buffer.alloc(10)]);
};

export const NOISE: readonly NoiseCase[] = [
  bytes('random bytes in place of HTTP/2', noise('preface', 4096)),
  bytes('an HTTP/1.1 request', Buffer.from('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}')),
  bytes('nothing but half a preface', PREFACE.subarray(0, 10)),
  bytes('random frames', PREFACE, SETTINGS, ...randomFrames),
  bytes('a frame that claims 16 MiB', PREFACE, SETTINGS, frame(0, 0, 1, Buffer.alloc(100), 2 ** 24 - 1)),
  bytes('data on a stream that was never opened', PREFACE, SETTINGS, frame(0, 1, 7, Buffer.alloc(10))),
  bytes('headers that are no HPACK', PREFACE, SETTINGS, frame(1, 5, 1, noise('hpack', 200))),
  bytes(
    'a header block that never ends',
    PREFACE,
    SETTINGS,
    frame(1, 0, 1, Buffer.alloc(0)),
    ...Array.from({ length: 2000 }, () => frame(9, 0, 1, Buffer.alloc(0))),
  ),
  bytes('a thousand settings', PREFACE, ...Array.from({ length: 1000 }, () => SETTINGS)),
  bytes('a thousand pings', PREFACE, SETTINGS, ...Array.from({ length: 1000 }, () => frame(6, 0, 0, Buffer.alloc(8)))),
  call('JSON', { 'content-type': 'application/json' }, () => Buffer.from('{"request":"x"}')),
  call('no content type', { 'content-type': undefined }),
  call('GET', { ':method': 'GET' }),
  call('a method that there is not', { ':path': '/pitcrew.none.v1.NoService/None' }),
  call('a path without a slash', { ':path': 'x' }),
  call('a path of 8 KiB', { ':path': `/${'x'.repeat(8192)}` }),
  call('a timeout that is none', { 'grpc-timeout': 'soon' }),
  call('a negative timeout', { 'grpc-timeout': '-1S' }),
  call('a timeout of centuries', { 'grpc-timeout': '99999999H' }),
  call('a timeout of nothing', { 'grpc-timeout': '0n' }),
  call('a binary header that is no base64', { 'grpc-trace-bin': '%%%%', 'x-y-bin': '!' }),
  call('a trace context that is none', { traceparent: '00-zz-zz-zz' }),
  call('headers of 100 KiB', Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`x-${n}`, 'y'.repeat(1024)]))),
  call('an end in the middle of a message', {}, (good) => framed(good).subarray(0, -1)),
  call('an end in the middle of the length', {}, () => Buffer.from([0, 0, 0])),
  call('a length of 4 GiB', {}, () => lying(2 ** 32 - 1)),
  call('a message over the limit', {}, () => framed(Buffer.alloc(4 * 1024 * 1024 + 1))),
  call('no message', {}, () => Buffer.alloc(0)),
  call('two messages', {}, (good) => Buffer.concat([framed(good), framed(good)])),
  call('a message and random bytes', {}, (good) => Buffer.concat([framed(good), noise('tail', 300)])),
  call('a compressed message of no encoding', {}, (good) => framed(good, true)),
  call('an unknown encoding', { 'grpc-encoding': 'brotli' }, (good) => framed(good, true)),
  call('gzip that is none', { 'grpc-encoding': 'gzip' }, () => framed(noise('gzip', 100), true)),
  call('gzip that grows to 200 MiB', { 'grpc-encoding': 'gzip' }, () =>
    framed(gzipSync(Buffer.alloc(200 * 1024 * 1024)), true),
  ),
  abandoned('1000 streams reset at once', 1000, 'reset'),
  abandoned('200 streams that never end', 200, 'never-ended'),
];
