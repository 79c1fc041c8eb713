/** Proofs at the start of a writer: it speaks the chat format that its prompts are written in, and its adapter is at work. */
import { digestOfText } from '@pitcrew/contracts';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { AdapterInactive, ModelFileError } from './errors.ts';
import type { Base } from './manifest.ts';

const probe = '<|im_start|>user\nWhat is the order number?<|im_end|>\n<|im_start|>assistant\n';
/** Half the sum of the absolute differences of two distributions: 0 = the same, 1 = nothing in common. */
const differenceMin = 0.01;

export function checkChatTemplate(name: string, base: Base, model: LlamaModel): void {
  if (base.chatTemplate === undefined) return;
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  const found = template === undefined ? 'no chat template' : digestOfText(template);
  if (found !== base.chatTemplate) throw new ModelFileError(`chat template of ${name}`, base.chatTemplate, found);
}

/** The digest says that the adapter is the right file; this says that llama.cpp applies it. One short prompt, read twice. */
export async function proveAdapterActive(
  role: string,
  model: LlamaModel,
  adapted: LlamaContextSequence | undefined,
): Promise<void> {
  if (adapted === undefined) throw new Error('a writer needs at least one slot');
  const tokens = model.tokenize(probe, true);
  const bare = await model.createContext({ contextSize: 256, sequences: 1, threads: 1 });
  try {
    const [without, withAdapter] = [await nextToken(bare.getSequence(), tokens), await nextToken(adapted, tokens)];
    const difference = distance(without, withAdapter);
    if (!(difference >= differenceMin)) throw new AdapterInactive(role, difference);
  } finally {
    await bare.dispose();
  }
}

async function nextToken(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
): Promise<ReadonlyMap<Token, number>> {
  const last = tokens.at(-1) as Token;
  const outputs = await sequence.controlledEvaluate([
    ...tokens.slice(0, -1),
    [last, { generateNext: { probabilities: true } }],
  ]);
  return outputs.at(-1)?.next.probabilities ?? new Map();
}

export function distance<Key>(one: ReadonlyMap<Key, number>, other: ReadonlyMap<Key, number>): number {
  const keys = new Set([...one.keys(), ...other.keys()]);
  let sum = 0;
  for (const key of keys) sum += Math.abs((one.get(key) ?? 0) - (other.get(key) ?? 0));
  return sum / 2;
}
