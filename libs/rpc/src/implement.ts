/**
 * A service's handlers in domain terms, made into what grpc-js serves. The service's description is checked against its
 * proto here, so a server with a mismatch does not start.
 */
import type {
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Method, Service } from '@pitcrew/contracts';
import type { z } from 'zod';
import type { Call } from './call.ts';
import { codec } from './codec.ts';
import { type MethodDefinition, methodDefinitions, rpcName } from './protos.ts';
import {
  type ServedMethod,
  type ServerScope,
  type StreamHandler,
  serveStream,
  serveUnary,
  type UnaryHandler,
} from './serve-call.ts';
import type { Authenticate } from './token.ts';

export type Handlers<Methods extends Record<string, Method>> = {
  readonly [Name in keyof Methods]: Methods[Name]['kind'] extends 'server-stream'
    ? (request: z.infer<Methods[Name]['request']>, call: Call) => AsyncIterable<z.infer<Methods[Name]['response']>>
    : (request: z.infer<Methods[Name]['request']>, call: Call) => Promise<z.infer<Methods[Name]['response']>>;
};

/** A service with its handlers, ready for `serve`. */
export type Implementation = {
  readonly service: Service;
  readonly definition: ServiceDefinition;
  readonly within: (server: ServerScope) => UntypedServiceImplementation;
};

/** Which methods need a token, all unless said, and who looks at it. Without `authenticate` nobody is asked who they are. */
export type Tokens<Methods> = {
  readonly authenticate?: Authenticate | undefined;
  readonly methods?: readonly (keyof Methods & string)[];
};

export function implement<Methods extends Record<string, Method>>(
  service: Service<Methods>,
  handlers: Handlers<Methods>,
  { authenticate, methods = Object.keys(service.methods) }: Tokens<Methods> = {},
): Implementation {
  const definitions = [...methodDefinitions(service)];
  return {
    service,
    definition: Object.fromEntries(definitions.map(([name, definition]) => [name, passingBytes(definition)])),
    within: (server) =>
      Object.fromEntries(
        definitions.map(([name, definition]) => {
          const served = servedMethod(service, name, definition, methods.includes(name) ? authenticate : undefined);
          return [name, grpcHandler(service.methods[name] as Method, served, handlers[name], server)];
        }),
      ),
  };
}

/** grpc-js answers INTERNAL when its own deserializer throws, so it passes bytes and the parsing is ours. */
const passingBytes = (definition: MethodDefinition): ServiceDefinition[string] => ({
  ...definition,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

const asIs = (bytes: Buffer): Buffer => bytes;

function servedMethod(
  service: Service,
  name: string,
  definition: MethodDefinition,
  authenticate: Authenticate | undefined,
): ServedMethod {
  const { request, response } = service.methods[name] as Method;
  return {
    fullName: `${service.name}/${rpcName(name)}`,
    request: codec(request, definition.requestSerialize, definition.requestDeserialize),
    response: codec(response, definition.responseSerialize, definition.responseDeserialize),
    authenticate,
  };
}

function grpcHandler(
  { kind }: Method,
  method: ServedMethod,
  handler: unknown,
  server: ServerScope,
): UntypedServiceImplementation[string] {
  return kind === 'unary'
    ? (incoming: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) =>
        void serveUnary(method, handler as UnaryHandler, server, incoming, reply)
    : (incoming: ServerWritableStream<Buffer, Buffer>) =>
        void serveStream(method, handler as StreamHandler, server, incoming);
}
