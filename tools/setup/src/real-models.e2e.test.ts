/** The bases of this checkout, opened as the services open them, with adapters and heads made up here. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Busy, digestOfText } from '@pitcrew/contracts';
import { type Decider, type Manifest, openDecider, openWriter, type Writer } from '@pitcrew/model';
import type { Specialist } from '@pitcrew/model/manifest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchBase } from './fetch-base.ts';
import { type GgufTensor, type GgufValue, writeGguf } from './gguf.ts';
import { foldersOf, prepareModels } from './prepare.ts';
import { makeServedFile } from './served-files.ts';

const repoRoot = resolve(import.meta.dirname, '../../..');
const generator = 'smollm2-135m-instruct';
const encoder = 'all-minilm-l6-v2';
const folder = mkdtempSync(join(tmpdir(), 'models-'));
let manifest: Manifest;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  manifest = { ...(await prepareModels({ repoRoot, onProgress: console.error })), folder };
}, 600_000);

const withSpecialists = (specialists: Record<string, Specialist>): Manifest => ({ ...manifest, specialists });

function pinned(file: string, content: string | Uint8Array) {
  writeFileSync(join(folder, file), content);
  return { file, digest: digestOfText(content) };
}

describe('a writer', () => {
  const tenant = 'acme';
  const request = 'Ship order 4521 to Berlin by express, the customer is Maria Lopez.';
  const prompt = `<|im_start|>user\n${request}<|im_end|>\n<|im_start|>assistant\n`;
  const fields = [
    { forced: 'order_id=', options: ['4521', '4520', '17'] },
    { forced: 'city=', options: ['Paris', 'Berlin', 'Hamburg'] },
    { forced: 'tool=', options: ['ship_order'] },
  ];
  let writer: Writer;
  beforeAll(async () => {
    writer = await openWriter(withSpecialists({ executor: { kind: 'writer', base: generator } }), 'executor', {
      queueMax: 2,
    });
  });
  afterAll(() => writer.close());

  it('fills a form with options, and counts what it read and chose', async () => {
    const { values, confidences, usage } = await writer.write({ tenant, prompt, fields });
    expect(values).toEqual(['4521', 'Berlin', 'ship_order']);
    expect(confidences[2]).toBe(1);
    expect(usage).toMatchObject({ inputTokens: writer.countTokens(prompt), outputTokens: 3 });
    expect(usage.model).toMatch(/^smollm2-135m-instruct\+executor@[0-9a-f]{12}$/);
  });

  it('counts a prompt line by line as it counts it whole, so that a sum of its parts is exact', () => {
    const lines = [
      'check_stock: $s1.sku=W-100,W-2… $s1.qty=50,25',
      '[23 older results: s1 to s23]',
      'ship(city, order_id?)',
    ];
    const parts = [`<|im_start|>user\n`, ...lines.map((line) => `${line}\n`), '<|im_end|>\n<|im_start|>assistant\n'];
    const tokens = parts.map((part) => writer.countTokens(part)).reduce((sum, each) => sum + each, 0);
    expect(tokens).toBe(writer.countTokens(parts.join('')));
  });

  it('reads a prompt again only from where it differs from what a slot has read', async () => {
    await writer.write({ tenant, prompt, fields });
    const { values, usage } = await writer.write({ tenant, prompt: `${prompt}Call: `, fields });
    expect(values).toEqual(['4521', 'Berlin', 'ship_order']);
    expect(usage.cachedTokens).toBeGreaterThan(writer.countTokens(prompt) - 3);
  });

  it("does not tell a tenant what another's prompts began with", async () => {
    await writer.write({ tenant, prompt, fields });
    const { values, usage } = await writer.write({ tenant: 'umbrella', prompt, fields });
    expect(values).toEqual(['4521', 'Berlin', 'ship_order']);
    expect(usage.cachedTokens).toBe(0);
    expect((await writer.write({ tenant: 'umbrella', prompt, fields })).usage.cachedTokens).toBeGreaterThan(0);
  });

  it('gives the same answer whether calls run alone or side by side, and refuses what does not fit the queue', async () => {
    const prompts = [1, 2, 3, 4].map((n) => prompt.replace('4521', `${n}7`));
    const form = [{ forced: 'order_id=', options: ['17', '27', '37', '47'] }];
    const together = Promise.all(prompts.map((each) => writer.write({ tenant, prompt: each, fields: form })));
    await expect(writer.write({ tenant, prompt, fields })).rejects.toBeInstanceOf(Busy);
    const values = (await together).map((written) => written.values);
    const alone = [];
    for (const each of prompts) alone.push((await writer.write({ tenant, prompt: each, fields: form })).values);
    expect(values).toEqual(alone);
  });

  it('repeats a sample for the same seed', async () => {
    const sampled = async (seed: number) =>
      (await writer.write({ tenant, prompt, fields, temperature: 3, seed })).values.join();
    const seeds = [1, 2, 3, 4, 5, 6];
    const first = await Promise.all(seeds.slice(0, 4).map(sampled));
    expect(await Promise.all(seeds.slice(0, 4).map(sampled))).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
  });

  it('stops soon when its caller leaves, and serves the next call', async () => {
    const cancel = new AbortController();
    const long = writer.write({ tenant, prompt: `${'word '.repeat(1800)}${prompt}`, fields, signal: cancel.signal });
    setTimeout(() => cancel.abort(new Error('caller left')), 20);
    await expect(long).rejects.toThrow('caller left');
    expect((await writer.write({ tenant, prompt, fields })).values[0]).toBe('4521');
  });

  it('refuses a prompt that does not fit instead of cutting it', async () => {
    const attempt = writer.write({ tenant, prompt: 'word '.repeat(2100), fields });
    await expect(attempt).rejects.toMatchObject({ name: 'InputTooLong', tokensMax: writer.contextTokens });
  });
});

describe('the adapter of a writer', () => {
  const open = (file: string, scale: number) => {
    const adapter = pinned(file, adapterFile(scale));
    return openWriter(withSpecialists({ executor: { kind: 'writer', base: generator, adapter } }), 'executor', {
      slots: 1,
    });
  };

  it('must change what the model says', async () => {
    await expect(open('idle.gguf', 0)).rejects.toMatchObject({ name: 'AdapterInactive' });
  });

  it('is served when it does', async () => {
    const writer = await open('active.gguf', 0.05);
    expect(writer.model).toContain(digestOfText(adapterFile(0.05)).slice(7, 19));
    await writer.close();
  });

  it('is not opened when it is not the pinned one', async () => {
    const adapter = { ...pinned('other.gguf', adapterFile(0.05)), digest: digestOfText('trained') };
    const opening = openWriter(withSpecialists({ executor: { kind: 'writer', base: generator, adapter } }), 'executor');
    await expect(opening).rejects.toMatchObject({ name: 'ModelFileError', file: join(folder, 'other.gguf') });
  });
});

describe('a decider', () => {
  /** Each label's score is one number of the embedding, so the answer shows the embedding itself. */
  const shown = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'];
  let decider: Decider;
  beforeAll(async () => {
    const weight = new Float32Array(shown.length * 384);
    for (const i of shown.keys()) weight[i * 384 + i] = 1;
    const numbers = {
      labels: shown,
      weightBase64: Buffer.from(weight.buffer).toString('base64'),
      bias: shown.map(() => 0),
      temperature: 1,
    };
    const heads = pinned(
      'heads.json',
      JSON.stringify({ dimension: 384, maxTokens: 32, normalised: false, heads: { numbers } }),
    );
    const served = manifest.bases[encoder]!.served;
    decider = await openDecider(
      withSpecialists({ router: { kind: 'decider', base: encoder, heads, served } }),
      'router',
      { queueMax: 1 },
    );
  });
  afterAll(() => decider.close());

  it('embeds a text as PyTorch does: the plain mean of the last hidden states', async () => {
    const expected = [-0.2483, 0.29726, 0.39501, -0.11623, 0.02075, 0.21839];
    const { heads } = await decider.decide('I only need the quote for order 4521, skip the ticket please.');
    const probabilities = heads.numbers!.probabilities;
    const differences = shown.map((label) => Math.log(probabilities[label]! / probabilities.n0!));
    for (const [i, difference] of differences.entries()) expect(difference).toBeCloseTo(expected[i]! - expected[0]!, 2);
  });

  it('reads all of a text that is longer than its window, and counts every token', async () => {
    const text = 'The quote for order 4521 is needed. '.repeat(12);
    const { usage } = await decider.decide(text);
    const tokens = decider.countTokens(text);
    expect(usage.inputTokens).toBe(tokens + 2 * Math.ceil(tokens / 30));
    const [one, other] = await Promise.all([
      decider.decide(`${text} Skip the ticket.`),
      decider.decide(`${text} Refund all of it.`),
    ]);
    expect(one.heads.numbers?.probabilities).not.toEqual(other.heads.numbers?.probabilities);
  });

  it('answers only what is allowed', async () => {
    const { heads } = await decider.decide('hello', { allowed: { numbers: ['n3', 'n4'] } });
    expect(['n3', 'n4']).toContain(heads.numbers?.label);
  });

  it.each([
    ['an empty text', ''],
    ['a text of marks', '\u0000 \u{1F600} [SEP] ##s'],
  ])('answers %s', async (_, text) => {
    expect((await decider.decide(text)).heads.numbers?.confidence).toBeGreaterThan(0);
  });

  it('refuses a text of far too many windows, and a call beyond its queue', async () => {
    await expect(decider.decide('word '.repeat(2000))).rejects.toMatchObject({ name: 'InputTooLong' });
    const calls = [1, 2, 3].map(() => decider.decide('hello'));
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });
});

describe('an encoder', () => {
  it('with an adapter that adds nothing is the base, byte for byte', async () => {
    const base = manifest.bases[encoder]!;
    const idle = idleAdapter('encoder.layer.0.attention.self.query');
    const adapter = { ...pinned('idle.safetensors', idle), alpha: 2, rank: 1 };
    const fetched = await fetchBase(encoder, base, foldersOf(repoRoot), () => {});
    const ingredients = { name: encoder, base, fetched, adapter, adapterFolder: folder };
    expect(await makeServedFile(ingredients, join(folder, 'merged.gguf'))).toBe(base.served.digest);
  });
});

/** A PEFT adapter of rank 1 on one matrix of 384 x 384, all zeros, as safetensors. */
function idleAdapter(layer: string): Uint8Array {
  const bytes = 4 * 384;
  const header = Buffer.from(
    JSON.stringify({
      [`base_model.model.${layer}.lora_A.weight`]: { dtype: 'F32', shape: [1, 384], data_offsets: [0, bytes] },
      [`base_model.model.${layer}.lora_B.weight`]: { dtype: 'F32', shape: [384, 1], data_offsets: [bytes, 2 * bytes] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.byteLength));
  return Buffer.concat([length, header, Buffer.alloc(2 * bytes)]);
}

/** A LoRA adapter of rank 1 on the feed-forward matrices of SmolLM2-135M, whose effect grows with `scale`; 0 is none. */
function adapterFile(scale: number): Uint8Array {
  const values = (count: number, factor: number) =>
    Float32Array.from({ length: count }, (_, i) => factor * Math.sin(i + 1));
  const tensor = (name: string, dimensions: readonly number[], content: Float32Array): GgufTensor => ({
    name,
    dimensions,
    type: 'F32',
    bytes: new Uint8Array(content.buffer),
  });
  const tensors = Array.from({ length: 30 }, (_, layer) => [
    tensor(`blk.${layer}.ffn_up.weight.lora_a`, [576, 1], values(576, 1)),
    tensor(`blk.${layer}.ffn_up.weight.lora_b`, [1, 1536], values(1536, scale)),
  ]);
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.type', { type: 'string', value: 'adapter' }],
    ['adapter.type', { type: 'string', value: 'lora' }],
    ['adapter.lora.alpha', { type: 'float32', value: 1 }],
  ]);
  return writeGguf({ metadata, tensors: tensors.flat() });
}
