/** A generator in the format that serves fastest: its matrices requantised, every metadata field and other tensor as it was. */
import { readGguf, type TensorType, writeGguf } from './gguf.ts';
import { dequantise, quantise } from './quantise.ts';

/** `general.file_type` of llama.cpp: what most tensors of the file are. */
const fileTypes: Partial<Record<TensorType, number>> = { F32: 0, F16: 1, Q4_0: 2, Q4_1: 3, Q8_0: 7 };

/** Tensors of type `from` become type `to`. The embedding table (Q8_0 in the shipped file) is therefore left alone. */
export function requantise(file: Uint8Array, from: TensorType, to: TensorType): Uint8Array {
  const { metadata, tensors } = readGguf(file);
  const fields = new Map(metadata);
  fields.set('general.file_type', { type: 'uint32', value: fileTypes[to] ?? 0 });
  return writeGguf({
    metadata: fields,
    tensors: tensors.map((tensor) =>
      tensor.type === from ? quantise(tensor.name, to, tensor.dimensions, dequantise(tensor)) : tensor,
    ),
  });
}
