import { describe, expect, it } from 'vitest';
import type { TensorType } from './gguf.ts';
import { dequantise, quantise } from './quantise.ts';

const ramp = Array.from({ length: 32 }, (_, i) => (i - 16) / 8);
const negative = [...Array.from({ length: 31 }, (_, i) => (((i * 7) % 13) - 6) / 10), -3.3];
const zeros = Array.from({ length: 32 }, () => 0);

/** Computed with the Python package gguf 0.19.0, which follows llama.cpp's reference quantiser. */
const reference: [string, TensorType, number[], string][] = [
  ['a ramp', 'Q4_0', ramp, '0034809191a2a2b3b3c4c4d5d5e6e6f7f7f8'],
  ['a ramp', 'Q4_1', ramp, '223400c080809191a2a2b3b3c4c4d5d5e6e6f7f7'],
  ['a ramp', 'Q8_0', ramp, '082481899199a1a9b1b9c0c8d0d8e0e8f0f8000810182028303840474f575f676f77'],
  ['a negative extreme', 'Q4_0', negative, '9a3687789778978997899889788978877807'],
  ['a negative extreme', 'Q4_1', negative, '29349ac2dabdebcdebcefccefcdfacdfbddabd0b'],
  ['a negative extreme', 'Q8_0', negative, 'a726e904ed08f10cf40ff813fc1700e904ed08f10cf40ff813fc1700e904ed08f181'],
  ['zeros', 'Q4_0', zeros, '008088888888888888888888888888888888'],
  ['zeros', 'Q4_1', zeros, '0000000000000000000000000000000000000000'],
  ['zeros', 'Q8_0', zeros, '00000000000000000000000000000000000000000000000000000000000000000000'],
];

const quantised = (type: TensorType, values: readonly number[]) =>
  quantise('t', type, [values.length], Float32Array.from(values));

describe('quantising', () => {
  it.each(reference)('%s to %s gives the bytes of the reference', (_, type, values, hex) => {
    expect(Buffer.from(quantised(type, values).bytes).toString('hex')).toBe(hex);
  });

  it.each([
    ['F32', 0],
    ['F16', 0.001],
    ['Q8_0', 0.01],
    ['Q4_1', 0.09],
    ['Q4_0', 0.14],
  ] as const)('to %s and back stays within %f of weights between -1 and 1', (type, error) => {
    const values = Array.from({ length: 320 }, (_, i) => Math.fround(Math.sin(i * i)));
    const back = dequantise(quantised(type, values));
    const worst = Math.max(...values.map((value, i) => Math.abs(value - (back[i] ?? Number.NaN))));
    expect(worst).toBeLessThanOrEqual(error);
  });

  it.each(['Q8_0', 'Q4_0'] as const)('dequantised %s weights quantise to themselves', (type) => {
    const once = quantised(
      type,
      Array.from({ length: 320 }, (_, i) => Math.cos(i * i)),
    );
    expect([...dequantise(quantised(type, [...dequantise(once)]))]).toEqual([...dequantise(once)]);
  });

  it('refuses rows that do not divide into blocks', () => {
    expect(() => quantised('Q4_0', [1, 2, 3])).toThrow('a row of 3 elements');
  });
});
