import { gatewayService } from '@pitcrew/contracts';
import descriptor, { type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';
import { expect, it } from 'vitest';
import { reflectedPackages } from './protos.ts';

const files = new Map<string, IFileDescriptorProto>();
for (const { fileDescriptorProtos } of Object.values(reflectedPackages([gatewayService])))
  for (const bytes of Array.isArray(fileDescriptorProtos) ? fileDescriptorProtos : []) {
    const file = descriptor.FileDescriptorProto.decode(bytes) as IFileDescriptorProto;
    files.set(file.name ?? '', file);
  }
const gateway = [...files.values()].find((file) => file.package === 'pitcrew.gateway.v1');

it('names every type in full and imports the file that holds it, so that grpcurl can link them', () => {
  const fields = [...files.values()].flatMap(({ messageType }) =>
    (messageType ?? []).flatMap(({ field }) => field ?? []),
  );
  const types = fields.flatMap(({ typeName }) => (typeName ? [typeName] : []));
  expect(types).toContain('.google.protobuf.Timestamp');
  expect(types.filter((name) => !name.startsWith('.'))).toEqual([]);
  expect(gateway?.dependency).toEqual(expect.arrayContaining(['google_protobuf.proto', 'pitcrew_run_v1.proto']));
});

it('names fields as the protos do', () => {
  const submit = gateway?.messageType?.find(({ name }) => name === 'SubmitRunRequest');
  expect(submit?.field?.map(({ name }) => name)).toContain('request_id');
});
