/** Makes the files that llama.cpp opens: a base in its serving format, or an encoder with a specialist's adapter merged in. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Digest, digestOfText } from '@pitcrew/contracts';
import type { Base, Specialist } from '@pitcrew/model/manifest';
import { digestOfFile } from '@pitcrew/model/pinned-file';
import { bertToGguf } from './bert-to-gguf.ts';
import { mergeAdapter } from './lora.ts';
import { requantise } from './requantise.ts';
import { readSafetensors } from './safetensors.ts';
import { writeWhole } from './whole-file.ts';

/** What a base was fetched as: the paths of its files by the name that the manifest gives them. */
export type Fetched = Readonly<Record<string, string>>;

export type DeciderAdapter = NonNullable<Extract<Specialist, { kind: 'decider' }>['adapter']>;

export type Ingredients = {
  readonly name: string;
  readonly base: Pick<Base, 'preparation'>;
  readonly fetched: Fetched;
  readonly adapter?: DeciderAdapter | undefined;
  /** What the adapter's file name starts from. */
  readonly adapterFolder: string;
};

/** Makes the file at `target` and answers its digest. Where `expected` is given, any other content is refused and not kept. */
export async function makeServedFile(ingredients: Ingredients, target: string, expected?: Digest): Promise<Digest> {
  const { name, base, fetched, adapter } = ingredients;
  if (base.preparation.kind !== 'bert-to-gguf' && adapter !== undefined) {
    throw new Error(`${name} is not an encoder made by the set-up, so no adapter can be merged into it`);
  }
  if (base.preparation.kind === 'as-is') return linkAsIs(pathOf(name, fetched, 'model'), target, expected);
  const content = await convert(ingredients);
  const digest = accepted(target, digestOfText(content), expected);
  await writeWhole(target, content);
  return digest;
}

async function convert({ name, base, fetched, adapter, adapterFolder }: Ingredients): Promise<Uint8Array> {
  const { preparation } = base;
  switch (preparation.kind) {
    case 'requantise':
      return requantise(await readFile(pathOf(name, fetched, 'model')), preparation.from, preparation.to);
    case 'bert-to-gguf': {
      const weights = readSafetensors(await readFile(pathOf(name, fetched, 'weights')));
      const config: unknown = JSON.parse(await readFile(pathOf(name, fetched, 'config'), 'utf8'));
      const vocabulary = await readFile(pathOf(name, fetched, 'vocabulary'), 'utf8');
      const tensors =
        adapter === undefined ? weights : mergeAdapter(weights, await readAdapter(adapter, adapterFolder));
      return bertToGguf({ name, config, vocabulary, tensors }, preparation.matrices);
    }
    case 'as-is':
      throw new Error('a file that is served as it is needs no conversion');
  }
}

/** A large model is not read into memory and not stored twice where the file system can avoid it. */
async function linkAsIs(path: string, target: string, expected: Digest | undefined): Promise<Digest> {
  const found = await digestOfFile(path);
  if (found === undefined) throw new Error(`${path} does not exist`);
  accepted(target, found, expected);
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { force: true });
  await link(path, target).catch(() => copyFile(path, target, constants.COPYFILE_FICLONE));
  return found;
}

function accepted(target: string, found: Digest, expected: Digest | undefined): Digest {
  if (expected === undefined || found === expected) return found;
  throw new Error(
    `${target} came out as ${found}, the manifest pins ${expected}; if the change is meant, pin it: npm run pin -w @pitcrew/setup`,
  );
}

async function readAdapter({ file, alpha, rank }: DeciderAdapter, folder: string) {
  return { tensors: readSafetensors(await readFile(join(folder, file))), alpha, rank };
}

function pathOf(name: string, fetched: Fetched, member: string): string {
  const path = fetched[member];
  if (path === undefined)
    throw new Error(`the source of ${name} has no member "${member}", which its preparation needs`);
  return path;
}
