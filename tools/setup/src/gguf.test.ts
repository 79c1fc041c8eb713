import { describe, expect, it } from 'vitest';
import { type GgufFile, type GgufTensor, type GgufValue, readGguf, writeGguf } from './gguf.ts';
import { requantise } from './requantise.ts';

const tensor = (name: string, values: readonly number[], dimensions: readonly number[]): GgufTensor => ({
  name,
  dimensions,
  type: 'F32',
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

const metadata = new Map<string, GgufValue>([
  ['general.architecture', { type: 'string', value: 'llama' }],
  ['a.bool', { type: 'bool', value: true }],
  ['a.uint8', { type: 'uint8', value: 200 }],
  ['a.int8', { type: 'int8', value: -5 }],
  ['a.uint16', { type: 'uint16', value: 60_000 }],
  ['a.int16', { type: 'int16', value: -300 }],
  ['a.int32', { type: 'int32', value: -70_000 }],
  ['a.float32', { type: 'float32', value: 0.5 }],
  ['a.float64', { type: 'float64', value: 0.1 }],
  ['a.uint64', { type: 'uint64', value: 2n ** 63n + 1n }],
  ['a.int64', { type: 'int64', value: -(2n ** 60n) - 1n }],
  ['words', { type: 'array', of: 'string', values: ['Ġorder', '', '東京'] }],
  ['numbers', { type: 'array', of: 'int32', values: [3, -1] }],
]);
const file: GgufFile = {
  metadata,
  tensors: [tensor('odd', [1, 2, 3], [3]), tensor('matrix', [1, 2, 3, 4, 5, 6], [3, 2])],
};

describe('a GGUF file', () => {
  it('is read as it was written: every metadata type, their order, and the tensors', () => {
    const read = readGguf(writeGguf(file));
    expect([...read.metadata]).toEqual([...metadata]);
    expect(read.tensors.map(({ bytes, ...rest }) => ({ ...rest, bytes: [...bytes] }))).toEqual(
      file.tensors.map(({ bytes, ...rest }) => ({ ...rest, bytes: [...bytes] })),
    );
  });

  it('is the same byte for byte when it is read and written again', () => {
    const bytes = writeGguf(file);
    expect(Buffer.compare(writeGguf(readGguf(bytes)), bytes)).toBe(0);
  });

  it('begins every tensor at a multiple of the alignment', () => {
    const bytes = writeGguf({
      metadata: new Map([['general.alignment', { type: 'uint32', value: 64 }]]),
      tensors: file.tensors,
    });
    const offsets = readGguf(bytes).tensors.map((read) => read.bytes.byteOffset - bytes.byteOffset);
    expect(offsets.map((offset) => offset % 64)).toEqual([0, 0]);
  });

  it.each([
    ['no GGUF', Buffer.from('PK\u0003\u0004 something'), 'does not begin with "GGUF"'],
    ['another version', Buffer.from('GGUF\u0002\0\0\0'), 'version 2 is not supported'],
    ['a file cut in its header', Buffer.from(writeGguf(file)).subarray(0, 40), 'incomplete'],
    ['a file cut in its weights', Buffer.from(writeGguf(file)).subarray(0, -40), 'ends before matrix'],
  ])('is refused when it is %s', (_, bytes, message) => {
    expect(() => readGguf(bytes)).toThrow(message);
  });

  it('is not written with a tensor whose bytes do not fit its shape', () => {
    expect(() => writeGguf({ metadata, tensors: [tensor('short', [1, 2], [3])] })).toThrow('tensor short: 8 bytes');
  });

  it('keeps metadata and other tensors when it is requantised', () => {
    const weights = Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const source = { metadata, tensors: [tensor('blk.0.attn_q.weight', weights, [32, 2])] };
    const wide = requantise(writeGguf(source), 'F32', 'Q8_0');
    const read = readGguf(requantise(wide, 'Q8_0', 'Q4_0'));
    expect(read.tensors.map(({ type, dimensions }) => [type, dimensions])).toEqual([['Q4_0', [32, 2]]]);
    expect([...read.metadata]).toEqual([...metadata, ['general.file_type', { type: 'uint32', value: 2 }]]);
  });
});
