/**
 * The block formats of llama.cpp that set-up needs, as its reference quantiser computes them: every intermediate is
 * rounded to float32, so the bytes are those that `llama-quantize --pure` writes, on every machine.
 * A block is 32 weights. Q4_0: scale d (f16), 16 bytes of nibbles, weight = (q - 8) d. Q4_1: d, m (f16), weight = q d + m.
 * Q8_0: d (f16), 32 signed bytes, weight = q d.
 */
import { byteLength, elementCount, type GgufTensor, type TensorType, tensorTypes } from './gguf.ts';

const block = 32;
const half = block / 2;
const f32 = Math.fround;

export function dequantise(tensor: GgufTensor): Float32Array {
  const out = new Float32Array(elementCount(tensor.dimensions));
  const view = new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset, tensor.bytes.byteLength);
  const { bytes: stride, elements } = tensorTypes[tensor.type];
  const unpack = unpackers[tensor.type];
  for (let i = 0; i < out.length / elements; i++) unpack(view, i * stride, out, i * elements);
  return out;
}

export function quantise(
  name: string,
  type: TensorType,
  dimensions: readonly number[],
  weights: Float32Array,
): GgufTensor {
  const bytes = new Uint8Array(byteLength(type, dimensions));
  const view = new DataView(bytes.buffer);
  const { bytes: stride, elements } = tensorTypes[type];
  const pack = packers[type];
  for (let i = 0; i < weights.length / elements; i++) pack(weights, i * elements, view, i * stride);
  return { name, dimensions, type, bytes };
}

type Unpack = (from: DataView, at: number, to: Float32Array, index: number) => void;
type Pack = (from: Float32Array, index: number, to: DataView, at: number) => void;

const unpackers: Record<TensorType, Unpack> = {
  F32: (from, at, to, index) => {
    to[index] = from.getFloat32(at, true);
  },
  F16: (from, at, to, index) => {
    to[index] = from.getFloat16(at, true);
  },
  Q4_0: (from, at, to, index) => {
    const d = from.getFloat16(at, true);
    for (let j = 0; j < half; j++) {
      const pair = from.getUint8(at + 2 + j);
      to[index + j] = ((pair & 15) - 8) * d;
      to[index + j + half] = ((pair >> 4) - 8) * d;
    }
  },
  Q4_1: (from, at, to, index) => {
    const d = from.getFloat16(at, true);
    const m = from.getFloat16(at + 2, true);
    for (let j = 0; j < half; j++) {
      const pair = from.getUint8(at + 4 + j);
      to[index + j] = f32((pair & 15) * d) + m;
      to[index + j + half] = f32((pair >> 4) * d) + m;
    }
  },
  Q8_0: (from, at, to, index) => {
    const d = from.getFloat16(at, true);
    for (let j = 0; j < block; j++) to[index + j] = from.getInt8(at + 2 + j) * d;
  },
};

const packers: Record<TensorType, Pack> = {
  F32: (from, index, to, at) => to.setFloat32(at, weight(from, index), true),
  F16: (from, index, to, at) => to.setFloat16(at, weight(from, index), true),
  Q4_0: (from, index, to, at) => {
    const d = f32(extreme(from, index) / -8);
    const inverse = d === 0 ? 0 : f32(1 / d);
    to.setFloat16(at, d, true);
    for (let j = 0; j < half; j++) {
      const low = nibble(f32(f32(weight(from, index + j) * inverse) + 8.5));
      const high = nibble(f32(f32(weight(from, index + j + half) * inverse) + 8.5));
      to.setUint8(at + 2 + j, low | (high << 4));
    }
  },
  Q4_1: (from, index, to, at) => {
    const { least, most } = range(from, index);
    const d = f32(f32(most - least) / 15);
    const inverse = d === 0 ? 0 : f32(1 / d);
    to.setFloat16(at, d, true);
    to.setFloat16(at + 2, least, true);
    for (let j = 0; j < half; j++) {
      const low = nibble(f32(f32(f32(weight(from, index + j) - least) * inverse) + 0.5));
      const high = nibble(f32(f32(f32(weight(from, index + j + half) - least) * inverse) + 0.5));
      to.setUint8(at + 4 + j, low | (high << 4));
    }
  },
  Q8_0: (from, index, to, at) => {
    const d = f32(Math.abs(extreme(from, index)) / 127);
    const inverse = d === 0 ? 0 : f32(1 / d);
    to.setFloat16(at, d, true);
    for (let j = 0; j < block; j++) to.setInt8(at + 2 + j, awayFromZero(f32(weight(from, index + j) * inverse)));
  },
};

const weight = (weights: Float32Array, index: number): number => weights[index] ?? 0;
const nibble = (value: number): number => Math.min(15, Math.trunc(value));
const awayFromZero = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

/** The weight of the largest magnitude, with its sign; the first one of equals. */
function extreme(weights: Float32Array, index: number): number {
  let found = 0;
  for (let j = 0; j < block; j++) {
    const value = weight(weights, index + j);
    if (Math.abs(value) > Math.abs(found)) found = value;
  }
  return found;
}

function range(weights: Float32Array, index: number): { least: number; most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < block; j++) {
    least = Math.min(least, weight(weights, index + j));
    most = Math.max(most, weight(weights, index + j));
  }
  return { least, most };
}
