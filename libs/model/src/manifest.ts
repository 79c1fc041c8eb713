/**
 * models/manifest.json: which bases and which specialists there are, and the digest of every file among them. It is written by
 * the pinning tool and read by the set-up, which makes the served files, and by the services, which refuse all others.
 * Bases are fetched; adapters and heads lie beside the manifest; what the set-up made lies in .cache/models of the repository.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Digest } from '@pitcrew/contracts';
import { z } from 'zod';

export const PinnedFile = z.object({ file: z.string().min(1), digest: Digest }).readonly();
export type PinnedFile = z.infer<typeof PinnedFile>;

/** Where a base comes from: a Python package of PyPI, or any GGUF by path or `hf:` URI. */
export const Source = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pypi'),
    package: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i),
    version: z.string().regex(/^[0-9][0-9a-z.+!-]*$/i),
    /** Members of the wheel by the name that the preparation uses for them. */
    members: z.record(z.string(), PinnedFile),
  }),
  z.object({ kind: z.literal('path'), path: z.string(), digest: Digest }),
  z.object({ kind: z.literal('uri'), uri: z.string().regex(/^(hf:|https:\/\/)/), digest: Digest }),
]);
export type Source = z.infer<typeof Source>;

/** How the served file is made of the fetched one. */
export const Preparation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('as-is') }),
  z.object({
    kind: z.literal('requantise'),
    from: z.enum(['Q4_1', 'Q8_0', 'F16', 'F32']),
    to: z.enum(['Q4_0', 'Q8_0']),
  }),
  z.object({ kind: z.literal('bert-to-gguf'), matrices: z.enum(['F16', 'F32']) }),
]);
export type Preparation = z.infer<typeof Preparation>;

export const Base = z.object({
  kind: z.enum(['generator', 'encoder']),
  licence: z.string(),
  source: Source,
  preparation: Preparation,
  served: PinnedFile,
  /** Digest of the chat template in the served file; generators only. Prompts are written for it. */
  chatTemplate: Digest.optional(),
});
export type Base = z.infer<typeof Base>;

/** What the specialist was trained on. A service compares `toolSchemas`, one digest a pack, with the packs that it loads. */
export const Provenance = z
  .object({
    rows: z.record(z.string(), Digest).readonly(),
    toolSchemas: z.record(z.string(), Digest).readonly().optional(),
  })
  .readonly();

const common = { base: z.string(), trainedOn: Provenance.optional() };

export const Specialist = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('decider'),
    ...common,
    /** PEFT weights (safetensors), merged into the base by the set-up; absent when the heads were trained on the bare base. */
    adapter: z
      .object({ file: z.string(), digest: Digest, alpha: z.number().positive(), rank: z.int().positive() })
      .optional(),
    heads: PinnedFile,
    /** A few texts with the probabilities that they must get; asked at every start. */
    probes: PinnedFile.optional(),
    /** The merged encoder, in the prepared folder. */
    served: PinnedFile,
  }),
  z.object({
    kind: z.literal('writer'),
    ...common,
    /** A LoRA adapter as GGUF; absent = the bare base. */
    adapter: PinnedFile.optional(),
  }),
]);
export type Specialist = z.infer<typeof Specialist>;

export const ManifestFile = z.object({
  schemaVersion: z.literal(1),
  bases: z.record(z.string(), Base),
  specialists: z.record(z.string(), Specialist),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

export type Manifest = ManifestFile & {
  /** Folder of the manifest, the adapters and the heads. */
  readonly folder: string;
  /** Folder of the files that the set-up made. */
  readonly prepared: string;
};

/** `prepared` defaults to `.cache/models` beside the models folder, which is where the set-up puts it. */
export function loadManifest(folder: string, prepared: string = join(folder, '..', '.cache', 'models')): Manifest {
  const path = join(folder, 'manifest.json');
  const parsed = ManifestFile.safeParse(readJson(path));
  if (!parsed.success) throw new Error(`${path} is not a model manifest:\n${z.prettifyError(parsed.error)}`);
  const manifest = { ...parsed.data, folder: resolve(folder), prepared: resolve(prepared) };
  for (const [role, { base }] of Object.entries(manifest.specialists)) baseOf(manifest, role, base);
  return manifest;
}

export function specialistOf<Kind extends Specialist['kind']>(manifest: Manifest, role: string, kind: Kind) {
  const specialist = manifest.specialists[role];
  if (specialist === undefined) {
    const known = Object.keys(manifest.specialists).join(', ') || 'none';
    throw new Error(`the model manifest has no specialist "${role}" (it has: ${known})`);
  }
  if (specialist.kind !== kind) throw new Error(`specialist "${role}" is a ${specialist.kind}, not a ${kind}`);
  return specialist as Extract<Specialist, { kind: Kind }>;
}

export function baseOf(manifest: Manifest, role: string, name: string): Base {
  const base = manifest.bases[name];
  if (base === undefined)
    throw new Error(`specialist "${role}" names the base "${name}", which the manifest does not have`);
  return base;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(
      `cannot read the model manifest ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
