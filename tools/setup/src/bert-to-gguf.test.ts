import { describe, expect, it } from 'vitest';
import { type BertSource, bertToGguf } from './bert-to-gguf.ts';
import { readGguf } from './gguf.ts';
import type { Tensor } from './safetensors.ts';

const size = 32;
const zeros = (...shape: number[]): Tensor => ({
  shape,
  values: new Float32Array(shape.reduce((product, n) => product * n, 1)),
});

function tinyBert(): BertSource {
  const linear = (name: string, out: number, into: number): [string, Tensor][] => [
    [`${name}.weight`, zeros(out, into)],
    [`${name}.bias`, zeros(out)],
  ];
  const norm = (name: string): [string, Tensor][] => [
    [`${name}.weight`, zeros(size)],
    [`${name}.bias`, zeros(size)],
  ];
  const layer = 'encoder.layer.0';
  return {
    name: 'tiny',
    vocabulary: '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\norder\n##s\n!\n',
    config: {
      model_type: 'bert',
      hidden_act: 'gelu',
      hidden_size: size,
      intermediate_size: 64,
      layer_norm_eps: 1e-12,
      max_position_embeddings: 16,
      num_attention_heads: 2,
      num_hidden_layers: 1,
    },
    tensors: new Map([
      ['embeddings.word_embeddings.weight', zeros(8, size)],
      ['embeddings.position_embeddings.weight', zeros(16, size)],
      ['embeddings.token_type_embeddings.weight', zeros(2, size)],
      ...norm('embeddings.LayerNorm'),
      ...['query', 'key', 'value'].flatMap((name) => linear(`${layer}.attention.self.${name}`, size, size)),
      ...linear(`${layer}.attention.output.dense`, size, size),
      ...norm(`${layer}.attention.output.LayerNorm`),
      ...linear(`${layer}.intermediate.dense`, 64, size),
      ...linear(`${layer}.output.dense`, size, 64),
      ...norm(`${layer}.output.LayerNorm`),
    ]),
  };
}

describe('a BERT encoder as GGUF', () => {
  const { metadata, tensors } = readGguf(bertToGguf(tinyBert(), 'F16'));

  it('pools by the mean and attends both ways', () => {
    expect(metadata.get('bert.pooling_type')).toEqual({ type: 'uint32', value: 1 });
    expect(metadata.get('bert.attention.causal')).toEqual({ type: 'bool', value: false });
  });

  it('marks the beginnings of words instead of their continuations', () => {
    const tokens = metadata.get('tokenizer.ggml.tokens');
    expect(tokens?.type === 'array' && tokens.values).toEqual([
      '[PAD]',
      '[UNK]',
      '[CLS]',
      '[SEP]',
      '[MASK]',
      '▁order',
      's',
      '▁!',
    ]);
    const types = metadata.get('tokenizer.ggml.token_type');
    expect(types?.type === 'array' && types.values).toEqual([3, 3, 3, 3, 3, 1, 1, 1]);
  });

  it('writes matrices in the chosen type and the rest in float32, with the inner dimension first', () => {
    const shapes = new Map(tensors.map(({ name, type, dimensions }) => [name, `${type} ${dimensions}`]));
    expect(shapes.get('blk.0.ffn_up.weight')).toBe('F16 32,64');
    expect(shapes.get('blk.0.ffn_up.bias')).toBe('F32 64');
    expect(shapes.get('position_embd.weight')).toBe('F32 32,16');
    expect(shapes.get('blk.0.attn_output_norm.weight')).toBe('F32 32');
    expect(tensors).toHaveLength(5 + 16);
  });

  it.each([
    ['another architecture', { config: { ...(tinyBert().config as object), model_type: 'roberta' } }, 'model_type'],
    ['a missing tensor', { tensors: new Map<string, Tensor>() }, 'no tensor embeddings.word_embeddings.weight'],
    ['a vocabulary without [SEP]', { vocabulary: '[PAD]\n[UNK]\n[CLS]\n' }, 'vocab.txt has no [SEP]'],
  ])('is refused for %s', (_, changes, message) => {
    expect(() => bertToGguf({ ...tinyBert(), ...changes }, 'F16')).toThrow(message);
  });
});
