/** The files that list every specialist, and how a name is added to each. Pure; a file that no longer looks as expected is an error. */

export type Registration = { readonly path: string; readonly change: (text: string) => string };

export const registrations = (name: string): readonly Registration[] => [
  {
    path: 'libs/contracts/src/index.ts',
    change: (text) => sorted(text, `export * from './${name}.ts';`, /^export \* from '.*';$/),
  },
  {
    path: 'tsconfig.json',
    change: (text) => referring(text, `services/${name}`),
  },
  {
    path: '.dependency-cruiser.mjs',
    change: (text) => replaced(text, /(\^services\/\(router\|planner\|executor\|validator\|frontier)/, `$1|${name}`),
  },
];

/** A line in its place among its like. */
function sorted(text: string, line: string, like: RegExp): string {
  const lines = text.split('\n');
  const after = lines.findLastIndex((each) => like.test(each) && each < line);
  if (after === -1) throw new Error(`no line like ${like} stands before ${line}`);
  return lines.toSpliced(after + 1, 0, line).join('\n');
}

/** tsconfig.json with one more reference, in order. */
function referring(text: string, path: string): string {
  const lines = text.split('\n');
  const reference = /^ {4}\{ "path": "(.*)" \},?$/;
  const after = lines.findLastIndex((each) => (reference.exec(each)?.[1] ?? path) < path);
  if (after === -1) throw new Error(`tsconfig.json has no reference before ${path}`);
  return lines.toSpliced(after + 1, 0, `    { "path": "${path}" },`).join('\n');
}

function replaced(text: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(text)) throw new Error(`nothing in the file looks like ${pattern}`);
  return text.replace(pattern, replacement);
}
