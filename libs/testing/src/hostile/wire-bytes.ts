/** Valid requests of a method as protobuf bytes: drawn from its schema, and built from the protos without the product's own codec. */
import { join, resolve } from 'node:path';
import { type Service, toWire } from '@pitcrew/contracts';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { arbitraryOf } from '../schema-arbitrary.ts';

const PROTOS = resolve(import.meta.dirname, '../../../../protos');

/** `route` of the router's service: `/pitcrew.router.v1.RouterService/Route`. */
export const pathOf = (service: Service, method: string): string =>
  `/${service.name}/${method.charAt(0).toUpperCase()}${method.slice(1)}`;

export function encoderOf(service: Service, method: string): (value: unknown) => Buffer {
  const found = rootOf(service).lookupService(service.name).methods[pathOf(service, method).split('/')[2] ?? ''];
  if (found === undefined) throw new Error(`${service.name} has no rpc for ${method}`);
  found.resolve();
  const type = found.resolvedRequestType;
  if (type === null) throw new Error(`the request of ${method} is not declared`);
  return (value) => Buffer.from(type.encode(type.fromObject(toWire(value) as object)).finish());
}

/** Values that mean something to the server, by the name of the field: `{ workflow: ['order-processing'] }`. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Half of the requests have known values in the fields that there are some for, so that they get past the first look. */
export function requestBytesOf(service: Service, method: string, known: KnownValues = {}): fc.Arbitrary<Buffer> {
  const schema = service.methods[method]?.request;
  if (schema === undefined) throw new Error(`${service.name} describes no method ${method}`);
  const encode = encoderOf(service, method);
  return fc
    .tuple(arbitraryOf(schema), fc.boolean(), fc.nat())
    .map(([value, isKnown, choice]) => encode(isKnown ? withKnown(value, known, choice) : value));
}

function withKnown(value: unknown, known: KnownValues, choice: number): unknown {
  if (Array.isArray(value)) return value.map((member) => withKnown(member, known, choice));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const values = known[name];
      return [name, values === undefined ? withKnown(member, known, choice) : values[choice % values.length]];
    }),
  );
}

function rootOf({ name }: Service): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => join(PROTOS, target);
  const folders = name.split('.').slice(0, -1);
  return root.loadSync(`${folders.join('/')}/${folders.at(-2)}.proto`);
}
