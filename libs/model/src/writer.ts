/**
 * A writer: a small generator with the LoRA adapter of its role, which fills the values of a form. Owns one context with a
 * sequence for each slot; a call takes the free sequence whose cached tokens, if they are its tenant's, share the longest
 * beginning with its prompt, so the prompts of one run are read once. Refuses files that the manifest does not pin, and inputs that do not fit: nothing is cut.
 */
import { InputTooLong, type Usage } from '@pitcrew/contracts';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { chooser } from './choose.ts';
import { type Field, fillFields, type NextField, type PreparedField, prepareField } from './fill-fields.ts';
import { type Device, loadModel } from './llama.ts';
import { baseOf, type Manifest, specialistOf } from './manifest.ts';
import { modelName } from './model-name.ts';
import { verified } from './pinned-file.ts';
import { createPromptOwners } from './prompt-owners.ts';
import { checkChatTemplate, proveAdapterActive } from './proof.ts';
import { createSequenceModel } from './sequence-model.ts';
import { createSlots } from './slots.ts';
import { tracedCall } from './traced-call.ts';

export type WriteRequest = {
  /** In the base's chat format; its special tokens are read as such. */
  readonly prompt: string;
  /** Whose prompt it is: the cache of one tenant's prompts is not used for another's. Empty for measurements, which have none. */
  readonly tenant: string;
  /** All fields at once, or one after the other where the next depends on the values so far. */
  readonly fields: readonly Field[] | NextField;
  /** 0, the default, takes the most likely token. */
  readonly temperature?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
};

export type Written = {
  readonly values: readonly string[];
  /** Of each value: product of its choices' probabilities among the allowed tokens. */
  readonly confidences: readonly number[];
  readonly usage: Usage;
};

export type Writer = {
  readonly model: string;
  readonly contextTokens: number;
  write(request: WriteRequest): Promise<Written>;
  /** Exact number of tokens of a text, special tokens read as such. */
  countTokens(text: string): number;
  close(): Promise<void>;
};

export type WriterOptions = {
  /** On a CPU one thread decodes faster than two: waking the others costs more than a token's work. */
  readonly threads?: number;
  readonly slots?: number;
  /** Calls that may wait for a slot; one more is refused with Busy. */
  readonly queueMax?: number;
  /** Window of one slot. */
  readonly contextTokens?: number;
  readonly device?: Device;
};

export async function openWriter(manifest: Manifest, role: string, options: WriterOptions = {}): Promise<Writer> {
  const { threads = 1, slots: slotCount = 2, queueMax = 16, contextTokens = 2048, device = 'auto' } = options;
  const specialist = specialistOf(manifest, role, 'writer');
  const base = baseOf(manifest, role, specialist.base);
  const path = await verified(manifest.prepared, base.served);
  const adapter = specialist.adapter && (await verified(manifest.folder, specialist.adapter));
  const { model, release } = await loadModel(path, device);
  try {
    checkChatTemplate(specialist.base, base, model);
    const lora = adapter === undefined ? {} : { lora: { adapters: [{ filePath: adapter }] } };
    const context = await model.createContext({ contextSize: contextTokens, sequences: slotCount, threads, ...lora });
    const sequences = Array.from({ length: slotCount }, () => context.getSequence());
    if (adapter !== undefined) await proveAdapterActive(role, model, sequences[0]);
    const name = modelName(specialist.base, role, specialist.adapter?.digest ?? base.served.digest);
    const slots = createSlots(role, sequences, queueMax);
    const owners = createPromptOwners<Token>();
    return {
      model: name,
      contextTokens: context.contextSize,
      countTokens: (text) => model.tokenize(text, true).length,
      write: async (request) => {
        const form = prepareForm(role, model, request, context.contextSize);
        const prefer = (sequence: LlamaContextSequence) => owners.score(sequence, request.tenant, form.prompt);
        const run = async (sequence: LlamaContextSequence, waitedMs: number) => {
          await owners.take(sequence, request.tenant);
          return tracedCall(
            { model: name, role, waitedMs },
            () => write(name, sequence, form, request),
            ({ values }) => ({ input: request.prompt, output: values.join('\n') }),
          );
        };
        return slots.use(run, { signal: request.signal, prefer });
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

type Form = ReturnType<typeof prepareForm>;

function prepareForm(role: string, model: LlamaModel, { prompt, fields }: WriteRequest, tokensMax: number) {
  const tokens = model.tokenize(prompt, true);
  let needed = tokens.length;
  const prepare = (field: Field): PreparedField<Token> => {
    const prepared = prepareField(field, (text) => model.tokenize(text));
    needed += prepared.tokensMax;
    if (needed > tokensMax) throw new InputTooLong(role, needed, tokensMax);
    return prepared;
  };
  if (needed > tokensMax) throw new InputTooLong(role, needed, tokensMax);
  if (typeof fields !== 'function') return { prompt: tokens, fields: fields.map(prepare) };
  const next: NextField<PreparedField<Token>> = (values) => {
    const field = fields(values);
    return field && prepare(field);
  };
  return { prompt: tokens, fields: next };
}

async function write(
  name: string,
  sequence: LlamaContextSequence,
  form: Form,
  request: WriteRequest,
): Promise<Written> {
  const { temperature = 0, seed = 0, signal } = request;
  const model = await createSequenceModel(sequence, form.prompt, signal);
  const { filled, chosen } = await fillFields<Token>(model.pending, form.fields, model, chooser(temperature, seed));
  const { prefillMs, decodeMs } = model.times();
  return {
    values: filled.map(({ value }) => value),
    confidences: filled.map(({ confidence }) => confidence),
    usage: {
      model: name,
      inputTokens: form.prompt.length,
      cachedTokens: form.prompt.length - model.pending.length,
      outputTokens: chosen,
      prefillMs,
      decodeMs,
    },
  };
}
