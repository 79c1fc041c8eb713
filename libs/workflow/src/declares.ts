import type { Tool } from './pack.ts';

/** A condition needs one value; a `for_each` needs a list, which may be declared by the paths of its elements alone. */
export function declares(result: Tool['result'], path: string, usage: 'for_each' | 'when'): boolean {
  const type = Object.hasOwn(result, path) ? result[path] : undefined;
  const isList = type !== undefined && (path.includes('[]') || type.endsWith('[]'));
  if (usage === 'when') return type !== undefined && !isList;
  return isList || Object.keys(result).some((declared) => declared.startsWith(`${path}[]`));
}
