/** Reads the imports of a tree under the law of .dependency-cruiser.mjs. */
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { root } from './repository.ts';

export async function cruiseTree(baseDir: string = root): Promise<ICruiseResult> {
  const options = await extractOptions(join(root, '.dependency-cruiser.mjs'));
  const tsConfig = extractTsConfig(join(root, 'tsconfig.base.json'));
  const { output } = await cruise(['libs', 'services', 'tools'], { ...options, baseDir, validate: true }, undefined, {
    tsConfig,
  });
  return output as ICruiseResult;
}
