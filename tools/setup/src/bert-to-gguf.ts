/**
 * A BERT encoder (safetensors, config.json, vocab.txt) as a GGUF of architecture `bert` with mean pooling, which llama.cpp
 * embeds with. Vocabulary: llama.cpp's WordPiece marks the beginning of a word with U+2581 where BERT marks the rest with ##.
 * Matrices are written in `type`; biases, norms and position tables are always float32.
 */
import { z } from 'zod';
import { type GgufTensor, type GgufValue, type TensorType, writeGguf } from './gguf.ts';
import { quantise } from './quantise.ts';
import { type Tensor, tensorNamed } from './safetensors.ts';

const Config = z.object({
  hidden_size: z.number().int(),
  intermediate_size: z.number().int(),
  layer_norm_eps: z.number(),
  max_position_embeddings: z.number().int(),
  model_type: z.literal('bert'),
  hidden_act: z.literal('gelu'),
  num_attention_heads: z.number().int(),
  num_hidden_layers: z.number().int(),
});
type Config = z.infer<typeof Config>;

export type BertSource = {
  readonly name: string;
  readonly config: unknown;
  /** vocab.txt, one piece a line. */
  readonly vocabulary: string;
  readonly tensors: ReadonlyMap<string, Tensor>;
};

const poolingMean = 1;
const tokenNormal = 1;
const tokenControl = 3;
const fileTypes: Record<'F32' | 'F16', number> = { F32: 0, F16: 1 };

export function bertToGguf(source: BertSource, type: 'F32' | 'F16'): Uint8Array {
  const config = Config.parse(source.config);
  const pieces = source.vocabulary.split('\n').filter((line) => line !== '');
  const metadata = new Map([...architecture(source.name, config, fileTypes[type]), ...tokenizer(pieces)]);
  const tensors = tensorNames(config.num_hidden_layers).map(([from, to]) =>
    toGguf(to, tensorNamed(source.tensors, from), keepsFloat32(to) ? 'F32' : type),
  );
  return writeGguf({ metadata, tensors });
}

function architecture(name: string, config: Config, fileType: number): [string, GgufValue][] {
  return [
    ['general.architecture', text('bert')],
    ['general.type', text('model')],
    ['general.name', text(name)],
    ['general.file_type', count(fileType)],
    ['bert.block_count', count(config.num_hidden_layers)],
    ['bert.context_length', count(config.max_position_embeddings)],
    ['bert.embedding_length', count(config.hidden_size)],
    ['bert.feed_forward_length', count(config.intermediate_size)],
    ['bert.attention.head_count', count(config.num_attention_heads)],
    ['bert.attention.layer_norm_epsilon', { type: 'float32', value: config.layer_norm_eps }],
    ['bert.attention.causal', { type: 'bool', value: false }],
    ['bert.pooling_type', count(poolingMean)],
  ];
}

function tokenizer(pieces: readonly string[]): [string, GgufValue][] {
  const special = (piece: string): GgufValue => {
    const index = pieces.indexOf(piece);
    if (index < 0) throw new Error(`vocab.txt has no ${piece}`);
    return count(index);
  };
  const types = pieces.map((piece) => (isSpecial(piece) ? tokenControl : tokenNormal));
  return [
    ['tokenizer.ggml.model', text('bert')],
    ['tokenizer.ggml.pre', text('default')],
    ['tokenizer.ggml.token_type_count', count(2)],
    ['tokenizer.ggml.tokens', { type: 'array', of: 'string', values: pieces.map(asPhantomSpace) }],
    ['tokenizer.ggml.token_type', { type: 'array', of: 'int32', values: types }],
    ['tokenizer.ggml.unknown_token_id', special('[UNK]')],
    ['tokenizer.ggml.seperator_token_id', special('[SEP]')],
    ['tokenizer.ggml.padding_token_id', special('[PAD]')],
    ['tokenizer.ggml.cls_token_id', special('[CLS]')],
    ['tokenizer.ggml.mask_token_id', special('[MASK]')],
  ];
}

/** Pairs of a tensor's name in PyTorch and in llama.cpp. */
function tensorNames(layers: number): [string, string][] {
  const names: [string, string][] = [
    ['embeddings.word_embeddings.weight', 'token_embd.weight'],
    ['embeddings.position_embeddings.weight', 'position_embd.weight'],
    ['embeddings.token_type_embeddings.weight', 'token_types.weight'],
    ['embeddings.LayerNorm.weight', 'token_embd_norm.weight'],
    ['embeddings.LayerNorm.bias', 'token_embd_norm.bias'],
  ];
  for (let layer = 0; layer < layers; layer++) {
    for (const [from, to] of layerNames) {
      for (const part of ['weight', 'bias'])
        names.push([`encoder.layer.${layer}.${from}.${part}`, `blk.${layer}.${to}.${part}`]);
    }
  }
  return names;
}

const layerNames = [
  ['attention.self.query', 'attn_q'],
  ['attention.self.key', 'attn_k'],
  ['attention.self.value', 'attn_v'],
  ['attention.output.dense', 'attn_output'],
  ['attention.output.LayerNorm', 'attn_output_norm'],
  ['intermediate.dense', 'ffn_up'],
  ['output.dense', 'ffn_down'],
  ['output.LayerNorm', 'layer_output_norm'],
] as const;

function toGguf(name: string, tensor: Tensor, type: TensorType): GgufTensor {
  return quantise(name, type, tensor.shape.toReversed(), tensor.values);
}

/** What llama.cpp adds or looks up per position rather than multiplies with: small, and some of it must be float32. */
const keepsFloat32 = (name: string): boolean =>
  name.endsWith('.bias') || name.includes('norm') || name.startsWith('position_embd') || name.startsWith('token_types');

const isSpecial = (piece: string): boolean => piece.startsWith('[') && piece.endsWith(']');

function asPhantomSpace(piece: string): string {
  if (isSpecial(piece)) return piece;
  return piece.startsWith('##') ? piece.slice(2) : `\u2581${piece}`;
}

const text = (value: string): GgufValue => ({ type: 'string', value });
const count = (value: number): GgufValue => ({ type: 'uint32', value });
