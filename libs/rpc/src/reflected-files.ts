/**
 * Descriptors as a reflection client needs them. The loader writes type names relative to where they stand and leaves the
 * imports of each file empty (a known gap of grpc-node), so a client that links files, such as grpcurl, finds no type of another
 * file. Here every name becomes absolute, and every file imports those that hold its types.
 */
import type { AnyDefinition, PackageDefinition } from '@grpc/proto-loader';
import descriptor, { type IDescriptorProto, type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';

export function withLinkedFiles(packages: PackageDefinition): PackageDefinition {
  const files = Object.values(packages).flatMap((definition) => filesOf(definition).map(decoded));
  const homes = new Map(files.flatMap((file) => typesOf(file).map((name) => [name, file.name ?? ''] as const)));
  const linked = new Map(files.map((file) => [file.name, encoded(link(file, homes))]));
  return Object.fromEntries(
    Object.entries(packages).map(([name, definition]) => {
      if (filesOf(definition).length === 0) return [name, definition];
      const own = filesOf(definition).map((bytes) => linked.get(decoded(bytes).name) ?? bytes);
      return [name, { ...definition, fileDescriptorProtos: own }];
    }),
  ) as PackageDefinition;
}

/** A service has none of its own: its messages carry them. */
const filesOf = ({ fileDescriptorProtos }: AnyDefinition): readonly Buffer[] =>
  Array.isArray(fileDescriptorProtos) ? fileDescriptorProtos : [];

const decoded = (bytes: Uint8Array): IFileDescriptorProto =>
  descriptor.FileDescriptorProto.decode(bytes) as IFileDescriptorProto;
const encoded = (file: IFileDescriptorProto): Buffer =>
  Buffer.from(descriptor.FileDescriptorProto.encode(file as never).finish());

/** Full names of the messages and enums that a file declares. */
function typesOf({ package: scope = '', messageType, enumType }: IFileDescriptorProto): string[] {
  const inMessage = (outer: string, message: IDescriptorProto): string[] => {
    const name = `${outer}.${message.name}`;
    const enums = (message.enumType ?? []).map((each) => `${name}.${each.name}`);
    return [name, ...enums, ...(message.nestedType ?? []).flatMap((nested) => inMessage(name, nested))];
  };
  const enums = (enumType ?? []).map((each) => `${scope}.${each.name}`);
  return [...enums, ...(messageType ?? []).flatMap((message) => inMessage(scope, message))];
}

function link(file: IFileDescriptorProto, homes: ReadonlyMap<string, string>): IFileDescriptorProto {
  const imports = new Set<string>();
  const absolute = (name: string | undefined, scope: string): string | undefined => {
    if (!name || name.startsWith('.')) return name;
    const full = scopesOf(scope).find((outer) => homes.has(`${outer}${name}`)) ?? '';
    const home = homes.get(`${full}${name}`);
    if (home !== undefined && home !== file.name) imports.add(home);
    return `.${full}${name}`;
  };
  const inMessage = (outer: string, message: IDescriptorProto): IDescriptorProto => {
    const scope = `${outer}.${message.name}`;
    for (const field of message.field ?? []) if (field.typeName) field.typeName = absolute(field.typeName, scope) ?? '';
    for (const nested of message.nestedType ?? []) inMessage(scope, nested);
    return message;
  };
  const scope = file.package ?? '';
  for (const message of file.messageType ?? []) inMessage(scope, message);
  for (const method of (file.service ?? []).flatMap((service) => service.method ?? [])) {
    method.inputType = absolute(method.inputType, scope) ?? '';
    method.outputType = absolute(method.outputType, scope) ?? '';
  }
  file.dependency = [...imports].sort();
  return file;
}

/** `a.b.` `a.` and nothing: where a relative name is looked for, innermost first. */
function scopesOf(scope: string): string[] {
  const parts = scope.split('.');
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('.')}.`), ''];
}
