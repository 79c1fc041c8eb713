/** The sets of values that the chart is checked with: those of its folder ci, and the example of 7B specialists as it is. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from './places.ts';

export type ValueSet = { readonly name: string; readonly file: string };

const filesIn = (folder: string): readonly ValueSet[] =>
  readdirSync(join(chart, folder)).map((file) => ({
    name: file.replace(/\.yaml$/, ''),
    file: join(chart, folder, file),
  }));

export const valueSets: readonly ValueSet[] = [...filesIn('ci'), ...filesIn('examples')];
