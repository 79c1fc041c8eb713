/** Reads float32 tensors of a safetensors file: an 8-byte header length, a JSON header, then the bytes. Refuses what it can't place. */
import { z } from 'zod';

export type Tensor = { readonly shape: readonly number[]; readonly values: Float32Array };

const Entry = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().min(0)),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});
const Header = z.record(z.string(), z.unknown());
const headerBytesMax = 16 * 1024 * 1024;

/** Tensors by name, those of integers left out: a model keeps only counters (position ids) in them. */
export function readSafetensors(file: Uint8Array): ReadonlyMap<string, Tensor> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > headerBytesMax) throw new Error('not a safetensors file: its header would be over 16 MiB');
  const text = Buffer.from(file.buffer, file.byteOffset + 8, headerBytes).toString('utf8');
  const tensors = new Map<string, Tensor>();
  for (const [name, value] of Object.entries(Header.parse(JSON.parse(text)))) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets } = Entry.parse(value);
    if (dtype.startsWith('I') || dtype.startsWith('U') || dtype === 'BOOL') continue;
    const [begin, end] = [data_offsets[0] + 8 + headerBytes, data_offsets[1] + 8 + headerBytes];
    if (end > file.byteLength) throw new Error(`the file ends before tensor ${name}; it is incomplete`);
    tensors.set(name, { shape, values: floats(name, dtype, view, begin, end) });
  }
  return tensors;
}

export function tensorNamed(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`the safetensors file has no tensor ${name}`);
  return tensor;
}

function floats(name: string, dtype: string, view: DataView, begin: number, end: number): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(copyOf(view, begin, end));
    case 'F16':
      return Float32Array.from(new Float16Array(copyOf(view, begin, end)));
    default:
      throw new Error(`tensor ${name} is ${dtype}; save it as float32 or float16`);
  }
}

/** A copy, because a typed array must begin at a multiple of its element size. Node runs on little-endian machines only. */
const copyOf = (view: DataView, begin: number, end: number): ArrayBuffer =>
  new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + begin, end - begin).slice().buffer;
