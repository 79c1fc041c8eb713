/**
 * Sends malformed requests to every method of a service that listens, many at a time, and reports each answer that is not the
 * caller's to have caused: INTERNAL, UNKNOWN, DATA_LOSS, no gRPC answer at all, a broken stream. What it sends follows from the seed.
 */
import { constants, type OutgoingHttpHeaders } from 'node:http2';
import type { Service } from '@pitcrew/contracts';
import fc from 'fast-check';
import { type Malformed, malformedOf } from './malformed.ts';
import { framed, openRaw, type RawAnswer, type RawConnection } from './raw-grpc.ts';
import { type KnownValues, pathOf, requestBytesOf } from './wire-bytes.ts';

export type Target = { readonly service: Service; readonly address: string; readonly known?: KnownValues };

export type Offence = {
  readonly path: string;
  readonly kind: string;
  /** The request, so that it can become a test of its own; cut when it is long. */
  readonly hex: string;
  readonly answer: RawAnswer;
};

export type Bombardment = {
  readonly sent: number;
  /** Answers by the name of their gRPC status. */
  readonly answers: Readonly<Record<string, number>>;
  readonly offences: readonly Offence[];
};

const STATUS_NAMES =
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'.split(
    ' ',
  );
const OFFENDING = new Set(['UNKNOWN', 'INTERNAL', 'DATA_LOSS']);
/** A stream that has begun well would last as long as its run. */
const STREAM_TIMEOUT = '300m';
const AT_ONCE = 16;
const CHUNK = 200;
const HEX_LENGTH_MAX = 2_000;

/** `messages` are spread evenly over the methods. */
export async function bombard(
  { service, address, known }: Target,
  messages: number,
  seed: number,
): Promise<Bombardment> {
  const methods = Object.keys(service.methods);
  const offences: Offence[] = [];
  const answers: Record<string, number> = {};
  let sent = 0;
  using connection = openRaw(address);
  for (const [index, method] of methods.entries()) {
    const share = Math.ceil((messages - sent) / (methods.length - index));
    const arbitrary = malformedOf(requestBytesOf(service, method, known));
    const headers = service.methods[method]?.kind === 'unary' ? {} : { 'grpc-timeout': STREAM_TIMEOUT };
    for (let first = 0; first < share; first += CHUNK) {
      const some = fc.sample(arbitrary, { numRuns: Math.min(CHUNK, share - first), seed: seed + first });
      const answered = await sendAll(connection, pathOf(service, method), headers, some);
      for (const { message, answer } of answered) {
        const name = nameOf(answer);
        answers[name] = (answers[name] ?? 0) + 1;
        if (isOffence(answer)) offences.push(offenceOf(pathOf(service, method), message, answer));
      }
      sent += some.length;
    }
  }
  return { sent, answers, offences };
}

async function sendAll(
  connection: RawConnection,
  path: string,
  headers: OutgoingHttpHeaders,
  messages: readonly Malformed[],
) {
  const left = [...messages.entries()];
  const answered: { readonly message: Malformed; readonly answer: RawAnswer }[] = [];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [, message] = next;
      answered.push({ message, answer: await connection.send(path, framed(message.bytes), headers) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answered;
}

export const nameOf = (answer: RawAnswer): string =>
  answer.kind === 'broken' ? 'BROKEN' : (STATUS_NAMES[answer.grpcStatus ?? -1] ?? `HTTP ${answer.httpStatus}`);

const isOffence = (answer: RawAnswer): boolean =>
  answer.kind === 'broken' ||
  answer.httpStatus !== constants.HTTP_STATUS_OK ||
  answer.grpcStatus === undefined ||
  OFFENDING.has(nameOf(answer));

const offenceOf = (path: string, { kind, bytes }: Malformed, answer: RawAnswer): Offence => ({
  path,
  kind,
  hex: bytes.toString('hex').slice(0, HEX_LENGTH_MAX),
  answer,
});
