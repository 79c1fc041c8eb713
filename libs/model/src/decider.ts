/**
 * A decider: a fine-tuned encoder and a linear head for each question. One embedding answers every head.
 * Owns the encoder's context; refuses files that the manifest does not pin, heads of another dimension, and texts of more
 * than `windowsMax` windows. The embedding is the mean of the last hidden states of all tokens, [CLS] and [SEP] included.
 */
import { readFileSync } from 'node:fs';
import { InputTooLong, type Usage } from '@pitcrew/contracts';
import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { type Allowed, type Answer, answerAll, type Heads, parseHeads } from './heads.ts';
import { type Device, loadModel } from './llama.ts';
import { type Manifest, type PinnedFile, specialistOf } from './manifest.ts';
import { modelName } from './model-name.ts';
import { verified } from './pinned-file.ts';
import { ProbesFile, proveAnswers } from './probes.ts';
import { createSlots } from './slots.ts';
import { tracedCall } from './traced-call.ts';
import { splitIntoWindows, weightedMean } from './windows.ts';

export type Decision = { readonly heads: Readonly<Record<string, Answer>>; readonly usage: Usage };

export type Decider = {
  /** For usage and telemetry: base, role and digest. */
  readonly model: string;
  /** Labels of each head, as trained. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  decide(text: string, options?: { signal?: AbortSignal; allowed?: Allowed }): Promise<Decision>;
  /** Exact number of tokens of a text, without [CLS] and [SEP]. */
  countTokens(text: string): number;
  close(): Promise<void>;
};

export type DeciderOptions = {
  readonly threads?: number;
  /** Calls that may wait; one more is refused with Busy. */
  readonly queueMax?: number;
  readonly device?: Device;
};

/** A text of more windows is refused: at 256 tokens a window this is some twenty pages. */
const windowsMax = 32;
/** [CLS] and [SEP] */
const specialTokens = 2;

export async function openEncoder(manifest: Manifest, role: string, options: DeciderOptions = {}): Promise<Decider> {
  const specialist = specialistOf(manifest, role, 'decider');
  const headsPath = await verified(manifest.folder, specialist.heads);
  const heads = parseHeads(JSON.parse(readFileSync(headsPath, 'utf8')));
  const path = await verified(manifest.prepared, specialist.served);
  const { model, release } = await loadModel(path, options.device ?? 'auto');
  try {
    checkDimension(role, heads, model);
    const tokensMax = Math.min(heads.maxTokens, model.trainContextSize);
    // llama.cpp takes fewer tokens than the context holds, and an encoder reads its window in one batch.
    const size = tokensMax + 1;
    const context = await model.createEmbeddingContext({
      contextSize: size,
      batchSize: size,
      threads: options.threads ?? 1,
    });
    const name = modelName(specialist.base, role, specialist.served.digest);
    const opened = { role, name, model, heads, tokensMax };
    await prove(opened, context, manifest, specialist.probes);
    const slots = createSlots(role, [context], options.queueMax ?? 32);
    return {
      model: name,
      labels: Object.fromEntries([...heads.heads].map(([head, { labels }]) => [head, labels])),
      countTokens: (text) => model.tokenize(text).length,
      decide: (text, { signal, allowed } = {}) => {
        const run = (slot: LlamaEmbeddingContext, waitedMs: number) =>
          tracedCall(
            { model: name, role, waitedMs },
            () => decide(opened, slot, text, allowed, signal),
            ({ heads: answers }) => ({ input: text, output: labelsOf(answers) }),
          );
        return slots.use(run, { signal });
      },
      close: async () => {
        await context.dispose();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

type Opened = {
  readonly role: string;
  readonly name: string;
  readonly model: LlamaModel;
  readonly heads: Heads;
  readonly tokensMax: number;
};

const labelsOf = (answers: Decision['heads']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(answers).map(([head, { label }]) => [head, label])));

async function decide(
  { role, name, model, heads, tokensMax }: Opened,
  context: LlamaEmbeddingContext,
  text: string,
  allowed: Allowed | undefined,
  signal: AbortSignal | undefined,
): Promise<Decision> {
  const begin = performance.now();
  const tokens = model.tokenize(text);
  const windows = splitIntoWindows<Token>(tokens, tokensMax - specialTokens);
  if (windows.length > windowsMax)
    throw new InputTooLong(role, tokens.length, windowsMax * (tokensMax - specialTokens));
  const embeddings = [];
  for (const window of windows) {
    signal?.throwIfAborted();
    const { vector } = await context.getEmbeddingFor(window.length === 0 ? emptyText(model) : [...window]);
    embeddings.push({ vector, weight: window.length + specialTokens });
  }
  signal?.throwIfAborted();
  return {
    heads: answerAll(heads, weightedMean(embeddings), allowed),
    usage: {
      model: name,
      inputTokens: tokens.length + specialTokens * windows.length,
      cachedTokens: 0,
      outputTokens: 0,
      prefillMs: performance.now() - begin,
      decodeMs: 0,
    },
  };
}

/** Probes longer than one window are left out: the training cuts them, the service does not. */
async function prove(
  opened: Opened,
  context: LlamaEmbeddingContext,
  manifest: Manifest,
  pinned: PinnedFile | undefined,
) {
  if (pinned === undefined) return;
  const probes = ProbesFile.parse(JSON.parse(readFileSync(await verified(manifest.folder, pinned), 'utf8')));
  const short = probes.filter(({ text }) => opened.model.tokenize(text).length <= opened.tokensMax - specialTokens);
  await proveAnswers(opened.role, short, (text) => decide(opened, context, text, undefined, undefined));
}

/** An empty text is still [CLS] [SEP], as in training. */
function emptyText(model: LlamaModel): Token[] {
  const { bos, sep } = model.tokens;
  if (bos === null || sep === null) throw new Error('the encoder has no [CLS] or [SEP] token');
  return [bos, sep];
}

function checkDimension(role: string, heads: Heads, model: LlamaModel): void {
  if (heads.dimension === model.embeddingVectorSize) return;
  throw new Error(
    `the heads of ${role} take ${heads.dimension} numbers and its encoder gives ${model.embeddingVectorSize}; pin them together`,
  );
}
