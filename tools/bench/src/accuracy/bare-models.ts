/** A models folder for a crew whose single model is the bare base: a manifest of its own, and links to all other files. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@pitcrew/model/manifest';
import { withBareScratchpad } from './arms.ts';

export type ModelsFolder = Disposable & { readonly folder: string };

/** Goes with its owner; what the links lead to stays. */
export function bareModels({ folder, prepared, ...file }: Manifest): ModelsFolder {
  const root = mkdtempSync(join(tmpdir(), 'pitcrew-models-'));
  const models = join(root, 'models');
  mkdirSync(models);
  // The prepared files lie beside the models folder, as in the repository.
  mkdirSync(join(root, '.cache'));
  symlinkSync(prepared, join(root, '.cache', 'models'));
  for (const entry of readdirSync(folder))
    if (entry !== 'manifest.json') symlinkSync(join(folder, entry), join(models, entry));
  writeFileSync(join(models, 'manifest.json'), JSON.stringify(withBareScratchpad(file), undefined, 2));
  return { folder: models, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
