/**
 * Reads and writes GGUF files (version 3, little endian). Owns the layout of the file and nothing of its meaning.
 * Metadata keeps its wire types and its order, so that what is read and written again is the same byte for byte:
 * a rewritten base keeps every field that llama.cpp may ask for. Refuses other versions and big-endian files.
 */
import { ByteReader, ByteWriter } from './bytes.ts';

export type GgufScalar =
  | {
      readonly type: 'uint32' | 'int32' | 'float32' | 'uint8' | 'int8' | 'uint16' | 'int16' | 'float64';
      readonly value: number;
    }
  | { readonly type: 'uint64' | 'int64'; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string };
export type GgufArray = {
  readonly type: 'array';
  readonly of: GgufScalar['type'];
  readonly values: readonly GgufScalar['value'][];
};
export type GgufValue = GgufScalar | GgufArray;

export type GgufTensor = {
  readonly name: string;
  /** Innermost dimension first, as GGUF and llama.cpp count: a PyTorch weight of [out, in] is [in, out] here. */
  readonly dimensions: readonly number[];
  readonly type: TensorType;
  readonly bytes: Uint8Array;
};

export type GgufFile = { readonly metadata: ReadonlyMap<string, GgufValue>; readonly tensors: readonly GgufTensor[] };

/** The tensor types that set-up handles: number on the wire, elements and bytes of a block. */
export const tensorTypes = {
  F32: { code: 0, elements: 1, bytes: 4 },
  F16: { code: 1, elements: 1, bytes: 2 },
  Q4_0: { code: 2, elements: 32, bytes: 18 },
  Q4_1: { code: 3, elements: 32, bytes: 20 },
  Q8_0: { code: 8, elements: 32, bytes: 34 },
} as const;
export type TensorType = keyof typeof tensorTypes;

const magic = 0x46554747;
const version = 3;
const defaultAlignment = 32;
const valueTypes = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'bool',
  'string',
  'array',
  'uint64',
  'int64',
  'float64',
] as const;

export function readGguf(file: Uint8Array): GgufFile {
  const reader = new ByteReader(file);
  if (reader.number('uint32') !== magic) throw new Error('not a GGUF file: it does not begin with "GGUF"');
  const found = reader.number('uint32');
  if (found !== version) throw new Error(`GGUF version ${found} is not supported, only ${version}`);
  const tensorCount = reader.length();
  const metadataCount = reader.length();
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < metadataCount; i++) metadata.set(reader.text(), readValue(reader));
  const headers = Array.from({ length: tensorCount }, () => readTensorHeader(reader));
  const start = aligned(reader.position, alignmentOf(metadata));
  const tensors = headers.map(({ name, dimensions, type, offset }) => {
    const begin = start + offset;
    return { name, dimensions, type, bytes: reader.slice(begin, begin + byteLength(type, dimensions), name) };
  });
  return { metadata, tensors };
}

export function writeGguf(file: GgufFile): Uint8Array {
  const alignment = alignmentOf(file.metadata);
  const writer = new ByteWriter();
  writer.number('uint32', magic);
  writer.number('uint32', version);
  writer.length(file.tensors.length);
  writer.length(file.metadata.size);
  for (const [key, value] of file.metadata) {
    writer.text(key);
    writer.number('uint32', valueTypes.indexOf(value.type));
    writeValue(writer, value);
  }
  let offset = 0;
  for (const { name, dimensions, type, bytes } of file.tensors) {
    if (bytes.byteLength !== byteLength(type, dimensions))
      throw new Error(`tensor ${name}: ${bytes.byteLength} bytes do not fit its shape`);
    writer.text(name);
    writer.number('uint32', dimensions.length);
    for (const dimension of dimensions) writer.length(dimension);
    writer.number('uint32', tensorTypes[type].code);
    writer.length(offset);
    offset = aligned(offset + bytes.byteLength, alignment);
  }
  writer.pad(aligned(writer.position, alignment));
  for (const { bytes } of file.tensors) {
    writer.bytes(bytes);
    writer.pad(aligned(writer.position, alignment));
  }
  return writer.finish();
}

export const elementCount = (dimensions: readonly number[]): number =>
  dimensions.reduce((product, d) => product * d, 1);

export function byteLength(type: TensorType, dimensions: readonly number[]): number {
  const { elements, bytes } = tensorTypes[type];
  if ((dimensions[0] ?? 0) % elements !== 0)
    throw new Error(`a row of ${dimensions[0]} elements does not divide into ${type} blocks`);
  return (elementCount(dimensions) / elements) * bytes;
}

function readTensorHeader(reader: ByteReader) {
  const name = reader.text();
  const dimensions = Array.from({ length: reader.number('uint32') }, () => reader.length());
  const code = reader.number('uint32');
  const type = (Object.keys(tensorTypes) as TensorType[]).find((key) => tensorTypes[key].code === code);
  if (type === undefined) {
    throw new Error(`tensor ${name} has type ${code}; set-up reads only ${Object.keys(tensorTypes).join(', ')}`);
  }
  return { name, dimensions, type, offset: reader.length() };
}

function readValue(reader: ByteReader): GgufValue {
  const type = valueType(reader);
  if (type !== 'array') return { type, value: reader.scalar(type) } as GgufScalar;
  const of = valueType(reader);
  if (of === 'array') throw new Error('GGUF arrays of arrays are not supported');
  const count = reader.length();
  return { type: 'array', of, values: Array.from({ length: count }, () => reader.scalar(of)) };
}

function writeValue(writer: ByteWriter, value: GgufValue): void {
  if (value.type !== 'array') {
    writer.scalar(value.type, value.value);
    return;
  }
  writer.number('uint32', valueTypes.indexOf(value.of));
  writer.length(value.values.length);
  for (const element of value.values) writer.scalar(value.of, element);
}

function valueType(reader: ByteReader): (typeof valueTypes)[number] {
  const code = reader.number('uint32');
  const type = valueTypes[code];
  if (type === undefined) throw new Error(`unknown GGUF value type ${code}`);
  return type;
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>): number {
  const value = metadata.get('general.alignment');
  return value?.type === 'uint32' ? value.value : defaultAlignment;
}

const aligned = (position: number, alignment: number): number => Math.ceil(position / alignment) * alignment;
