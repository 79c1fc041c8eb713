/**
 * RpcError <-> google.rpc.Status in the trailer `grpc-status-details-bin` (AIP-193): ErrorInfo carries the reason,
 * BadRequest the fields, RetryInfo the delay. Trailers have a size limit, so texts and lists are cut here. A status
 * without details, from another server or from the transport, becomes an RpcError with its code as the reason.
 */
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { messageType } from './protos.ts';
import { RpcError, type RpcErrorOptions, rpcCode, type Violation } from './rpc-error.ts';

const TRAILER = 'grpc-status-details-bin';
const TYPE_PREFIX = 'type.googleapis.com/';
const DOMAIN = 'pitcrew';
const VIOLATIONS_MAX = 16;
const TEXT_LENGTH_MAX = 1024;

type Any = { type_url: string; value: Buffer };
type ErrorInfo = { reason: string; domain: string; metadata?: Record<string, string> };
type BadRequest = { fieldViolations: Violation[] };
type RetryInfo = { retryDelay: { seconds: number; nanos: number } | null };

const statusType = messageType('google/rpc/status.proto', 'google.rpc.Status');
const detailType = (name: string) => messageType('google/rpc/error_details.proto', `google.rpc.${name}`);
const detailTypes = {
  ErrorInfo: detailType('ErrorInfo'),
  BadRequest: detailType('BadRequest'),
  RetryInfo: detailType('RetryInfo'),
};
type DetailName = keyof typeof detailTypes;

/** The status with which a call of our server ends. */
export function statusOf(error: RpcError): StatusObject {
  const message = cut(error.message);
  const code = status[error.code];
  const metadata = new Metadata();
  metadata.set(TRAILER, statusType.serialize({ code, message, details: detailsOf(error) }));
  return { code, details: message, metadata };
}

/** What our client throws for the status with which a call ended. */
export function errorOf({ code, details, metadata }: StatusObject): RpcError {
  const found = readDetails(metadata.get(TRAILER)[0]);
  const lost = code === status.INTERNAL && found === undefined && CUT_OFF.test(details);
  return new RpcError({
    code: lost ? 'UNAVAILABLE' : rpcCode(code),
    message: details,
    neverSent: code === status.UNAVAILABLE && found === undefined && NO_CONNECTION.test(details),
    ...found,
  });
}

/** How grpc-js words a call that no connection could be found for; any other loss may have come after the sending. */
const NO_CONNECTION = /No connection established|Name resolution failed/;

/**
 * And one whose server died, or whose connection broke, in the middle: the stream ends without a status, which grpc-js calls
 * internal though nobody's code has failed. What a server says itself comes with details.
 */
const CUT_OFF =
  /^Received RST_STREAM with code (0 \(Call ended without gRPC status\)|0$|\d+ triggered by internal client error)/;

function detailsOf(error: RpcError): Any[] {
  const details = [pack('ErrorInfo', { reason: error.reason, domain: DOMAIN, metadata: { ...error.metadata } })];
  if (error.violations.length > 0) details.push(pack('BadRequest', { fieldViolations: cutViolations(error) }));
  if (error.retryAfterMs !== undefined) details.push(pack('RetryInfo', { retryDelay: duration(error.retryAfterMs) }));
  return details;
}

function readDetails(trailer: Buffer | string | undefined): Partial<RpcErrorOptions> | undefined {
  if (!(trailer instanceof Buffer)) return undefined;
  try {
    const { details } = statusType.deserialize(trailer) as { details: Any[] };
    const info = unpack<ErrorInfo>(details, 'ErrorInfo');
    const request = unpack<BadRequest>(details, 'BadRequest');
    const retry = unpack<RetryInfo>(details, 'RetryInfo')?.retryDelay;
    return {
      ...(info === undefined ? {} : { reason: info.reason, metadata: info.metadata ?? {} }),
      ...(request === undefined ? {} : { violations: request.fieldViolations }),
      ...(retry ? { retryAfterMs: retry.seconds * 1000 + retry.nanos / 1e6 } : {}),
    };
  } catch {
    // Whoever answers may not be ours; a trailer that cannot be read must not hide the status itself.
    return undefined;
  }
}

const pack = (name: DetailName, detail: ErrorInfo | BadRequest | RetryInfo): Any => ({
  type_url: `${TYPE_PREFIX}google.rpc.${name}`,
  value: detailTypes[name].serialize(detail),
});

function unpack<T>(details: readonly Any[], name: DetailName): T | undefined {
  const found = details.find((detail) => detail.type_url === `${TYPE_PREFIX}google.rpc.${name}`);
  return found === undefined ? undefined : (detailTypes[name].deserialize(found.value) as T);
}

const cutViolations = (error: RpcError): Violation[] =>
  error.violations
    .slice(0, VIOLATIONS_MAX)
    .map(({ field, description }) => ({ field: cut(field), description: cut(description) }));

const cut = (text: string): string =>
  (text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX - 1)}…` : text).toWellFormed();

const duration = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) });
