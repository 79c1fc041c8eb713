import { describe, expect, it } from 'vitest';
import { mergeAdapter } from './lora.ts';
import { readSafetensors, type Tensor } from './safetensors.ts';

function safetensors(header: object, content: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.byteLength));
  return Buffer.concat([length, json, content]);
}

const bytesOf = (array: Float32Array | Float16Array) => new Uint8Array(array.buffer);

describe('a safetensors file', () => {
  it('gives float32 and float16 tensors as float32, and leaves counters out', () => {
    const content = Buffer.concat([bytesOf(Float32Array.of(1.5, -2)), bytesOf(Float16Array.of(0.25)), Buffer.alloc(8)]);
    const header = {
      __metadata__: { format: 'pt' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'F16', shape: [1], data_offsets: [8, 10] },
      ids: { dtype: 'I64', shape: [1], data_offsets: [10, 18] },
    };
    const tensors = readSafetensors(safetensors(header, content));
    expect([...tensors].map(([name, { values }]) => [name, [...values]])).toEqual([
      ['a', [1.5, -2]],
      ['b', [0.25]],
    ]);
  });

  it.each([
    [
      'a format that it can not convert',
      { a: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } },
      'save it as float32',
    ],
    ['a tensor beyond its end', { a: { dtype: 'F32', shape: [9], data_offsets: [0, 36] } }, 'ends before tensor a'],
  ])('is refused with %s', (_, header, message) => {
    expect(() => readSafetensors(safetensors(header, Buffer.alloc(4)))).toThrow(message);
  });

  it('is refused when it is something else', () => {
    expect(() => readSafetensors(Buffer.from('PK\u0003\u0004 a zip archive'))).toThrow('not a safetensors file');
  });
});

describe('merging an adapter', () => {
  const tensor = (shape: readonly number[], values: readonly number[]): Tensor => ({
    shape,
    values: Float32Array.from(values),
  });
  const base = new Map([
    ['layer.query.weight', tensor([2, 3], [1, 2, 3, 4, 5, 6])],
    ['layer.query.bias', tensor([2], [7, 8])],
  ]);
  const a = tensor([1, 3], [1, 0, -1]);
  const b = tensor([2, 1], [10, 20]);
  const adapter = (tensors: [string, Tensor][]) => ({ tensors: new Map(tensors), alpha: 2, rank: 1 });
  const named = (name: string): [string, Tensor][] => [
    [`base_model.model.${name}.lora_A.weight`, a],
    [`base_model.model.${name}.lora_B.weight`, b],
  ];

  it('adds alpha / rank times B A to the weight that the adapter names, and leaves the others', () => {
    const merged = mergeAdapter(base, adapter(named('layer.query')));
    expect([...(merged.get('layer.query.weight')?.values ?? [])]).toEqual([21, 2, -17, 44, 5, -34]);
    expect(merged.get('layer.query.bias')).toBe(base.get('layer.query.bias'));
  });

  it.each([
    ['names a weight that the base lacks', adapter(named('layer.pooler')), 'no tensor layer.pooler.weight'],
    [
      'has an A without its B',
      adapter(named('layer.query').slice(0, 1)),
      'no tensor base_model.model.layer.query.lora_B.weight',
    ],
    ['has another rank than it says', { ...adapter(named('layer.query')), rank: 2 }, 'of rank 2'],
    ['holds something else', adapter([['base_model.model.classifier.weight', a]]), 'neither lora_A nor lora_B'],
  ])('is refused when the adapter %s', (_, spoilt, message) => {
    expect(() => mergeAdapter(base, spoilt)).toThrow(message);
  });
});
