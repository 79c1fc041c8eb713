/**
 * The description of a gRPC service in domain terms: for each method its request and response schema, whether it streams,
 * and whether repeating it is harmless. libs/rpc turns it into a server or a client; the names are those of the proto.
 */
import type { z } from 'zod';

export type Method<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> = {
  readonly request: Request;
  readonly response: Response;
  readonly kind: 'unary' | 'server-stream';
  /** `idempotency_level` of the proto: such a call may be retried on UNAVAILABLE. */
  readonly idempotent: boolean;
};

export type Service<Methods extends Record<string, Method> = Record<string, Method>> = {
  /** Full proto name: `pitcrew.router.v1.RouterService`. */
  readonly name: string;
  readonly methods: Methods;
};

export const service = <M extends Record<string, Method>>(name: string, methods: M): Service<M> => ({ name, methods });

export const unary = <Q extends z.ZodType, P extends z.ZodType>(request: Q, response: P, idempotent = true) =>
  ({ request, response, kind: 'unary', idempotent }) as const;

export const serverStream = <Q extends z.ZodType, P extends z.ZodType>(request: Q, response: P) =>
  ({ request, response, kind: 'server-stream', idempotent: true }) as const;
