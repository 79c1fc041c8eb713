/**
 * Merges a PEFT adapter into the weights it was trained on: W + (alpha / rank) B A, summed in double precision and
 * rounded once to float32, so every machine makes the same file. Refuses an adapter tensor that finds no weight.
 */
import { type Tensor, tensorNamed } from './safetensors.ts';

export type Adapter = { readonly tensors: ReadonlyMap<string, Tensor>; readonly alpha: number; readonly rank: number };

const peftPrefix = 'base_model.model.';
const suffixA = '.lora_A.weight';
const suffixB = '.lora_B.weight';

export function mergeAdapter(base: ReadonlyMap<string, Tensor>, adapter: Adapter): ReadonlyMap<string, Tensor> {
  const merged = new Map(base);
  for (const [name, a] of adapter.tensors) {
    if (name.endsWith(suffixB)) continue;
    if (!name.endsWith(suffixA)) throw new Error(`adapter tensor ${name} is neither lora_A nor lora_B`);
    const stem = name.slice(0, -suffixA.length);
    const target = `${stem.startsWith(peftPrefix) ? stem.slice(peftPrefix.length) : stem}.weight`;
    const b = tensorNamed(adapter.tensors, stem + suffixB);
    merged.set(target, addProduct(target, tensorNamed(base, target), a, b, adapter));
  }
  return merged;
}

function addProduct(name: string, weight: Tensor, a: Tensor, b: Tensor, { alpha, rank }: Adapter): Tensor {
  const [rows = 0, columns = 0] = weight.shape;
  const fits = a.shape[0] === rank && a.shape[1] === columns && b.shape[0] === rows && b.shape[1] === rank;
  if (!fits)
    throw new Error(
      `${name} [${weight.shape}] does not fit lora_A [${a.shape}] and lora_B [${b.shape}] of rank ${rank}`,
    );
  const scale = alpha / rank;
  const values = new Float32Array(weight.values.length);
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let r = 0; r < rank; r++)
      addScaled(sums, a.values.subarray(r * columns, (r + 1) * columns), b.values[row * rank + r] ?? 0);
    const begin = row * columns;
    for (const [column, sum] of sums.entries())
      values[begin + column] = (weight.values[begin + column] ?? 0) + scale * sum;
  }
  return { shape: weight.shape, values };
}

function addScaled(sums: Float64Array, values: Float32Array, factor: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + factor * (values[i] ?? 0);
}
