/**
 * The linear heads of a decider: for each question a score for each label, over one embedding. A temperature fitted on
 * held-out rows turns scores into probabilities that mean what they say, so that a threshold on confidence is worth something.
 */
import { z } from 'zod';

const HeadEntry = z.object({
  labels: z.array(z.string()).min(2),
  /** Float32, little endian, row-major: labels x dimension. */
  weightBase64: z.base64(),
  bias: z.array(z.number()),
  temperature: z.number().positive(),
});

export const HeadsFile = z.object({
  dimension: z.number().int().positive(),
  /** Tokens of one window in training, [CLS] and [SEP] included. */
  maxTokens: z.number().int().min(8),
  /** Whether the heads were trained on embeddings of length 1. False: the plain mean of the last hidden states. */
  normalised: z.boolean(),
  heads: z.record(z.string(), HeadEntry),
});

export type Head = {
  readonly labels: readonly string[];
  readonly weight: Float32Array;
  readonly bias: readonly number[];
  readonly temperature: number;
};

export type Heads = {
  readonly dimension: number;
  readonly maxTokens: number;
  readonly normalised: boolean;
  readonly heads: ReadonlyMap<string, Head>;
};

export type Answer = {
  readonly label: string;
  /** The probability of `label`. */
  readonly confidence: number;
  readonly probabilities: Readonly<Record<string, number>>;
};

/** For each head named here, the only labels that may be answered; other heads keep all of theirs. */
export type Allowed = Readonly<Record<string, readonly string[]>>;

export function parseHeads(json: unknown): Heads {
  const file = HeadsFile.parse(json);
  const heads = new Map(
    Object.entries(file.heads).map(([name, entry]) => [name, parseHead(name, entry, file.dimension)]),
  );
  return { dimension: file.dimension, maxTokens: file.maxTokens, normalised: file.normalised, heads };
}

/** Answers every head. Labels outside `allowed` get probability 0 and the others share the whole. */
export function answerAll(heads: Heads, embedding: Float32Array, allowed: Allowed = {}): Record<string, Answer> {
  const unknown = Object.keys(allowed).find((name) => !heads.heads.has(name));
  if (unknown !== undefined)
    throw new Error(`the decider has no head "${unknown}" (it has: ${[...heads.heads.keys()].join(', ')})`);
  const vector = heads.normalised ? unitLength(embedding) : embedding;
  const entries = [...heads.heads].map(([name, head]) => [name, answer(name, head, vector, allowed[name])] as const);
  return Object.fromEntries(entries);
}

function answer(name: string, head: Head, vector: Float32Array, allowed: readonly string[] | undefined): Answer {
  const open = allowedLabels(name, head, allowed);
  const scores = head.labels.map((label, row) =>
    open.has(label) ? score(head, row, vector) : Number.NEGATIVE_INFINITY,
  );
  const probabilities = softmax(scores);
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    label: head.labels[best] ?? '',
    confidence: probabilities[best] ?? 0,
    probabilities: Object.fromEntries(head.labels.map((label, row) => [label, probabilities[row] ?? 0])),
  };
}

function score(head: Head, row: number, vector: Float32Array): number {
  let sum = head.bias[row] ?? 0;
  for (let i = 0; i < vector.length; i++) sum += (head.weight[row * vector.length + i] ?? 0) * (vector[i] ?? 0);
  return sum / head.temperature;
}

function allowedLabels(name: string, head: Head, allowed: readonly string[] | undefined): ReadonlySet<string> {
  if (allowed === undefined) return new Set(head.labels);
  const stranger = allowed.find((label) => !head.labels.includes(label));
  if (stranger !== undefined) throw new Error(`head "${name}" has no label "${stranger}"; it was not trained on it`);
  if (allowed.length === 0) throw new Error(`head "${name}" was given no label to choose from`);
  return new Set(allowed);
}

export function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const weights = scores.map((value) => Math.exp(value - most));
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.map((value) => value / total);
}

function unitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function parseHead(name: string, entry: z.infer<typeof HeadEntry>, dimension: number): Head {
  const bytes = Buffer.from(entry.weightBase64, 'base64');
  const count = entry.labels.length * dimension;
  if (bytes.byteLength !== 4 * count)
    throw new Error(`head "${name}": ${bytes.byteLength} bytes of weight, expected ${4 * count}`);
  if (entry.bias.length !== entry.labels.length)
    throw new Error(`head "${name}": ${entry.bias.length} biases for ${entry.labels.length} labels`);
  if (new Set(entry.labels).size !== entry.labels.length) throw new Error(`head "${name}" has a label twice`);
  const weight = Float32Array.from({ length: count }, (_, i) => bytes.readFloatLE(4 * i));
  return { labels: entry.labels, weight, bias: entry.bias, temperature: entry.temperature };
}
