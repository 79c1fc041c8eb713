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

export function implement<Methods extends Record<string, Method>>(
  service: Service<Methods>,
  handlers: Handlers<Methods>,
): Implementation {
  const definitions = [...methodDefinitions(service)];
  return {
    service,
    definition: Object.fromEntries(definitions.map(([name, definition]) => [name, passingBytes(definition)])),
    within: (server) =>
      Object.fromEntries(
        definitions.map(([name, definition]) => [name, grpcHandler(service, name, definition, handlers[name], server)]),
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

function grpcHandler(
  service: Service,
  name: string,
  definition: MethodDefinition,
  handler: unknown,
  server: ServerScope,
): UntypedServiceImplementation[string] {
  const { request, response, kind } = service.methods[name] as Method;
  const method: ServedMethod = {
    fullName: `${service.name}/${rpcName(name)}`,
    request: codec(request, definition.requestSerialize, definition.requestDeserialize),
    response: codec(response, definition.responseSerialize, definition.responseDeserialize),
  };
  return kind === 'unary'
    ? (incoming: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) =>
        void serveUnary(method, handler as UnaryHandler, server, incoming, reply)
    : (incoming: ServerWritableStream<Buffer, Buffer>) =>
        void serveStream(method, handler as StreamHandler, server, incoming);
}
