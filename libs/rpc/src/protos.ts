/**
 * Loads the protos by convention: the service `pitcrew.router.v1.RouterService` stands in `pitcrew/router/v1/router.proto`,
 * and the method `route` of its description is the rpc `Route`. A description that its proto does not match is refused
 * when a server or a client is made, not at the first call.
 */

import { dirname, resolve } from 'node:path';
import {
  type AnyDefinition,
  IdempotencyLevel,
  loadSync,
  type MessageTypeDefinition,
  type PackageDefinition,
  type ServiceDefinition,
} from '@grpc/proto-loader';
import type { Method, Service } from '@pitcrew/contracts';
import { protoPath as healthProto } from 'grpc-health-check';
import { loaderOptions } from './loader-options.ts';
import { withLinkedFiles } from './reflected-files.ts';

export type MethodDefinition = ServiceDefinition[string];

/** The proto definition of every method of the service, by the method's name in the description. */
export function methodDefinitions(service: Service): ReadonlyMap<string, MethodDefinition> {
  const definition = loadSync(protoFile(service), loaderOptions)[service.name];
  if (!isService(definition)) throw new Error(`${protoFile(service)} does not define the service ${service.name}`);
  const described = Object.entries(service.methods);
  if (described.length !== Object.keys(definition).length)
    throw new Error(`${service.name} and its proto differ in their number of methods`);
  return new Map(described.map(([name, method]) => [name, methodDefinition(service, definition, name, method)]));
}

/** A message type that is used by itself, such as google.rpc.Status. */
export function messageType(file: string, name: string): MessageTypeDefinition<object, object> {
  const definition = loadSync(file, loaderOptions)[name];
  if (definition === undefined || !('serialize' in definition)) throw new Error(`${file} does not define ${name}`);
  return definition as MessageTypeDefinition<object, object>;
}

/** What reflection lists: the given services and health. Loaded together, so that files they share are whole; fields as the protos name them. */
export function reflectedPackages(services: readonly Service[]): PackageDefinition {
  const healthRoot = resolve(dirname(healthProto), '../..');
  const options = { ...loaderOptions, keepCase: true };
  return withLinkedFiles({
    ...loadSync('health/v1/health.proto', { ...options, includeDirs: [healthRoot] }),
    ...loadSync(services.map(protoFile), options),
  });
}

export const rpcName = (method: string): string => method.charAt(0).toUpperCase() + method.slice(1);

function protoFile(service: Service): string {
  const folders = service.name.split('.').slice(0, -1);
  return `${folders.join('/')}/${folders.at(-2)}.proto`;
}

function methodDefinition(
  service: Service,
  definition: ServiceDefinition,
  name: string,
  method: Method,
): MethodDefinition {
  const found = definition[rpcName(name)];
  if (found === undefined) throw new Error(`${service.name} has no rpc ${rpcName(name)}`);
  if (found.requestStream || found.responseStream !== (method.kind === 'server-stream'))
    throw new Error(`${service.name}/${rpcName(name)} streams otherwise than its description says`);
  const idempotent = found.options?.idempotency_level !== IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
  if (idempotent !== method.idempotent)
    throw new Error(`${service.name}/${rpcName(name)}: idempotency_level and its description differ`);
  return found;
}

const isService = (definition: AnyDefinition | undefined): definition is ServiceDefinition =>
  definition !== undefined && !('format' in definition);
