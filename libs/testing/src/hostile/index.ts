/** A client that means no good, for servers that have to live with it. */
export * from './bombard.ts';
export * from './http2-noise.ts';
export { internalFailuresIn } from './internal-failures.ts';
export { MALFORMED_KINDS } from './malformed.ts';
export * from './raw-grpc.ts';
export * from './targets.ts';
export * from './wire-bytes.ts';
