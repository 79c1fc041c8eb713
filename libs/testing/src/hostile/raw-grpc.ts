/** gRPC by hand over HTTP/2, so that a test may send what no gRPC library would. */
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';

export type RawAnswer =
  /** `grpcStatus` is undefined for an answer that is not gRPC's. */
  | {
      readonly kind: 'answered';
      readonly httpStatus: number;
      readonly grpcStatus: number | undefined;
      readonly message: string;
    }
  /** The stream or the connection was broken off. */
  | { readonly kind: 'broken'; readonly reason: string };

export type RawConnection = Disposable & {
  /** The path is `/package.Service/Method`; headers replace or add to those of a good call. */
  send(path: string, body: Buffer, headers?: OutgoingHttpHeaders): Promise<RawAnswer>;
};

const SILENCE_MS_MAX = 30_000;

/** Opens another connection when the server has ended the one before for its age, as servers do. */
export function openRaw(address: string): RawConnection {
  let session = openSession(address);
  const send = async (path: string, body: Buffer, headers: OutgoingHttpHeaders = {}): Promise<RawAnswer> => {
    const all = { ...GOOD_HEADERS, [constants.HTTP2_HEADER_PATH]: path, ...headers };
    for (let attempt = 1; ; attempt += 1) {
      if (session.closed || session.destroyed) session = openSession(address);
      const answer = await exchange(session, all, body);
      if (answer.kind !== 'broken' || answer.reason !== REFUSED || attempt === ATTEMPTS_MAX) return answer;
    }
  };
  return { send, [Symbol.dispose]: () => session.destroy() };
}

function openSession(address: string): ClientHttp2Session {
  const session = connect(`http://${address}`);
  session.on('error', () => undefined);
  return session;
}

/** A stream that surely was not looked at, because its connection was about to end. */
const REFUSED = 'refused';
const ATTEMPTS_MAX = 3;

const GOOD_HEADERS: OutgoingHttpHeaders = {
  [constants.HTTP2_HEADER_METHOD]: 'POST',
  'content-type': 'application/grpc',
  te: 'trailers',
  'grpc-timeout': '20S',
};

/** A message as it stands on the wire: a flag for compression, its length, its bytes. */
export function framed(bytes: Buffer, compressed = false): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed ? 1 : 0, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function exchange(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body: Buffer): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const broken = (reason: string) => resolve({ kind: 'broken', reason });
    const stream = session.request(headers);
    const found: { httpStatus: number; grpcStatus?: number; message: string } = { httpStatus: 0, message: '' };
    const note = (told: Readonly<Record<string, unknown>>) => {
      if (told[':status'] !== undefined) found.httpStatus = Number(told[':status']);
      if (told['grpc-status'] !== undefined) found.grpcStatus = Number(told['grpc-status']);
      if (told['grpc-message'] !== undefined) found.message = String(told['grpc-message']);
    };
    stream.setTimeout(SILENCE_MS_MAX, () => {
      broken(`silence for ${SILENCE_MS_MAX} ms`);
      stream.close(constants.NGHTTP2_CANCEL);
    });
    stream.on('response', note).on('trailers', note);
    stream.on('error', () => undefined);
    stream.on('close', () => {
      if (found.httpStatus === 0)
        return broken(
          stream.rstCode === constants.NGHTTP2_REFUSED_STREAM ? REFUSED : `closed with code ${stream.rstCode}`,
        );
      resolve({ kind: 'answered', ...found, grpcStatus: found.grpcStatus });
    });
    stream.resume();
    stream.end(body);
  });
}
