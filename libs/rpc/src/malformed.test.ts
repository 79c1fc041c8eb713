/** Bytes that no client of ours would send: each is refused with the field that is wrong, and the server lives on. */

import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { executorService, newRunId, PerformRequest, routerService } from '@pitcrew/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codec, MessageError } from './codec.ts';
import { connect, implement, type RpcError, type RpcServer, serve } from './index.ts';
import { methodDefinitions } from './protos.ts';
import { errorOf } from './status-details.ts';

const FIELD = { tenant: 0x0a, run: 0x12, request: 0x1a, unknown: 0x7a } as const;
const text = (tag: number, content: string | readonly number[]): Buffer => {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([tag, bytes.length]), bytes]);
};
const tenant = text(FIELD.tenant, 'acme');
const run = text(FIELD.run, newRunId());
const request = text(FIELD.request, 'refund order 4521');
const usage = { model: 'm', inputTokens: 1, cachedTokens: 0, outputTokens: 1, prefillMs: 0, decodeMs: 0 };

let server: RpcServer;
let client: Client;
const reported: unknown[] = [];

beforeAll(async () => {
  const route = async () =>
    ({ route: { workflowConfidence: 0, clarity: 'clear', clarityConfidence: 1 }, question: '', usage }) as const;
  server = await serve({
    address: '127.0.0.1:0',
    services: [implement(routerService, { route })],
    drainBoundMs: 200,
    reportFailure: (_, error) => reported.push(error),
  });
  client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
});
afterAll(async () => {
  client.close();
  await server.drain();
});

/** The error that raw bytes are answered with; undefined when they are accepted. */
const send = (bytes: Buffer, method = 'Route'): Promise<RpcError | undefined> =>
  new Promise((resolve) => {
    const asIs = (raw: Buffer) => raw;
    const path = `/pitcrew.router.v1.RouterService/${method}`;
    const deadline = new Date(Date.now() + 5000);
    client.makeUnaryRequest(path, asIs, asIs, bytes, new Metadata(), { deadline }, (error: ServiceError | null) =>
      resolve(error === null ? undefined : errorOf(error)),
    );
  });

describe('a request in raw bytes', () => {
  it('is accepted when it is well formed, unknown fields included', async () => {
    expect(await send(Buffer.concat([tenant, run, request]))).toBeUndefined();
    expect(
      await send(Buffer.concat([tenant, run, text(FIELD.unknown, 'from a later version'), request])),
    ).toBeUndefined();
  });

  it.each([
    ['a lone continuation byte', [0x80]],
    ['a sequence that ends early', [0x61, 0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['Latin-1', [0x67, 0x72, 0xf6, 0xdf, 0x65]],
  ])('is refused for %s in a text, naming the field', async (_, bytes) => {
    const error = await send(Buffer.concat([tenant, run, text(FIELD.request, bytes)]));
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason: 'INVALID_REQUEST',
      violations: [{ field: 'request', description: 'is not valid UTF-8' }],
    });
  });

  it('is accepted with U+FFFD in a text, which is a character like any other', async () => {
    expect(await send(Buffer.concat([tenant, run, text(FIELD.request, 'a \ufffd b 😀')]))).toBeUndefined();
  });

  it.each([
    ['nothing at all', Buffer.alloc(0), 'tenant'],
    ['no tenant', Buffer.concat([run, request]), 'tenant'],
    ['a run that is no id', Buffer.concat([tenant, text(FIELD.run, '../etc'), request]), 'run'],
    [
      'a text that claims more bytes than there are',
      Buffer.concat([tenant, run, Buffer.from([FIELD.request, 100, 0x61])]),
      undefined,
    ],
    ['a tag without a value', Buffer.concat([tenant, run, Buffer.from([FIELD.request])]), undefined],
    ['an unknown wire type', Buffer.from([0x07]), undefined],
  ])('is refused for %s', async (_, bytes, field) => {
    const error = await send(bytes);
    expect(error?.code).toBe('INVALID_ARGUMENT');
    if (field !== undefined) expect(error?.field).toBe(field);
  });

  it('of an unknown method is UNIMPLEMENTED', async () => {
    expect(await send(request, 'Reroute')).toMatchObject({ code: 'UNIMPLEMENTED' });
  });

  it("never crashes the server or is the server's fault, whatever the bytes are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 200 }), async (noise, at) => {
        const valid = Buffer.concat([tenant, run, request]);
        const error = await send(Buffer.concat([valid.subarray(0, at), noise, valid.subarray(at + noise.length)]));
        expect(error === undefined || error.code === 'INVALID_ARGUMENT' ? 'fine' : error.message).toBe('fine');
      }),
      { numRuns: 300 },
    );
    expect(reported).toEqual([]);
    const good = connect(routerService, `127.0.0.1:${server.port}`);
    expect(await send(Buffer.concat([tenant, run, request]))).toBeUndefined();
    good.close();
  });
});

describe('a response or request with JSON inside', () => {
  const { requestDeserialize, requestSerialize } = methodDefinitions(executorService).get('perform')!;
  const edge = codec(PerformRequest, requestSerialize, requestDeserialize);
  const perform = (argumentsJson: string) =>
    requestSerialize({ tenant: 'acme', run: newRunId(), step: 's1', tool: 't', argumentsJson, idempotencyKey: 'k' });

  it.each([
    ['nesting that no stack can hold', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['text that is not JSON', '{"a":'],
    ['a list where an object belongs', '[1]'],
    ['nothing', ''],
  ])('is a MessageError for %s', (_, argumentsJson) => {
    expect(() => edge.decode(perform(argumentsJson))).toThrow(MessageError);
  });
});

describe('a status from a server that is not ours', () => {
  const answer = (code: status, details: string, trailer?: Buffer) => {
    const metadata = new Metadata();
    if (trailer !== undefined) metadata.set('grpc-status-details-bin', trailer);
    return errorOf({ code, details, metadata });
  };

  it('has its code as the reason', () => {
    expect(answer(status.NOT_FOUND, 'gone')).toMatchObject({
      code: 'NOT_FOUND',
      reason: 'NOT_FOUND',
      message: 'gone',
      violations: [],
    });
  });

  it('keeps code and message when its details cannot be read', () => {
    expect(answer(status.ABORTED, 'raced', Buffer.from([0xff, 0xff]))).toMatchObject({
      code: 'ABORTED',
      message: 'raced',
    });
  });

  it('with a code of no name is UNKNOWN', () => {
    expect(answer(99 as status, 'odd')).toMatchObject({ code: 'UNKNOWN' });
  });
});
