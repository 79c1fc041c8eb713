/** The drawing of the packages in docs/architecture.md, between two markers; redrawn by `npm run fix`, compared by a test. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPackages } from './graph.ts';
import { allFiles, read, root } from './repository.ts';

const page = 'docs/architecture.md';
const start = '<!-- package graph, drawn by npm run fix -->';
const end = '<!-- end of package graph -->';

/** The page as it is and as it should be; undefined when it has no place for a drawing. */
export async function drawing(): Promise<{ readonly is: string; readonly should: string } | undefined> {
  const is = allFiles().includes(page) ? read(page) : '';
  const [before, after] = [is.split(start)[0], is.split(end)[1]];
  if (!is.includes(start) || before === undefined || after === undefined) return undefined;
  return { is, should: `${before}${start}\n\n\`\`\`mermaid\n${await drawPackages()}\n\`\`\`\n\n${end}${after}` };
}

export async function redraw(): Promise<void> {
  const found = await drawing();
  if (found !== undefined && found.is !== found.should) writeFileSync(join(root, page), found.should);
}
