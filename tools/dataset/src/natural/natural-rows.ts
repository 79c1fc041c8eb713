/** Adds the mistakes of the two half-trained executors to the validator's training rows, each of them on the other half's voices. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '@pitcrew/contracts';
import { loadManifest, type Manifest, openWriter } from '@pitcrew/model';
import { callFindings, callInput, DeciderRow, validatorRow } from '@pitcrew/specialists';
import { type GoldPack, goldsOf } from '../build.ts';
import { distinct, writeLines } from '../emit.ts';
import { readRows } from '../read-rows.ts';
import { HALVES, type Half, halfOf, halfRole, otherHalf } from './halves.ts';
import { mistakesOf } from './proposals.ts';

/** `root` is the repository's: its packs, its bases, and the halves' adapters under .training. */
export async function addNaturalMistakes(root: string): Promise<void> {
  const packs = goldsOf(join(root, 'workflows'), 'train');
  const found: DeciderRow[] = [];
  for (const half of HALVES) found.push(...(await rowsOfHalf(root, half, packs)));
  writeLines(join(root, '.training/rows/validator-natural/train.jsonl'), found);
  joinNaturalMistakes(root);
}

/** Also after the planted rows were built anew. */
export function joinNaturalMistakes(root: string): void {
  const natural = join(root, '.training/rows/validator-natural/train.jsonl');
  if (!existsSync(natural)) return;
  const file = join(root, '.training/rows/validator/train.jsonl');
  writeLines(file, distinct([...readRows(file, DeciderRow), ...readRows(natural, DeciderRow)]));
}

async function rowsOfHalf(root: string, half: Half, packs: readonly GoldPack[]): Promise<DeciderRow[]> {
  const writer = await openWriter(manifestOf(root, half), halfRole(half), { slots: 1 });
  try {
    const { asked, mistakes } = await mistakesOf(
      writer,
      packs.map((pack) => ofVoices(pack, otherHalf(half))),
    );
    console.log(`${halfRole(half)}: ${mistakes.length} mistakes in ${asked} calls of the other voices`);
    // What code finds never reaches the encoder.
    const unseen = mistakes.filter(({ task }) => callFindings(task).length === 0);
    return unseen.map(({ task, voice }) => validatorRow('call', callInput(task), false, voice));
  } finally {
    await writer.close();
  }
}

const ofVoices = (pack: GoldPack, half: Half): GoldPack => ({
  ...pack,
  written: pack.written.filter(({ row }) => halfOf(row.voice) === half),
});

/** Serves the half's adapter from where the training left it. */
function manifestOf(root: string, half: Half): Manifest {
  const manifest = loadManifest(join(root, 'models'));
  const { executor } = manifest.specialists;
  if (executor?.kind !== 'writer') throw new Error('models/manifest.json has no executor whose base could be taken');
  const file = `${halfRole(half)}/adapter.gguf`;
  const folder = join(root, '.training/halves');
  const digest = `sha256:${createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex')}` as Digest;
  const specialist = { kind: 'writer', base: executor.base, adapter: { file, digest } } as const;
  return { ...manifest, folder, specialists: { [halfRole(half)]: specialist } };
}
