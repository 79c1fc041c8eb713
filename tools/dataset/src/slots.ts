/**
 * The mark-up of a hand-written request: `{order_id:4521}` is a value that a call must copy, with the surface that the
 * person typed. A template is the request cut at its slots; filling it with other surfaces keeps every other letter.
 */
export type Slot = { readonly name: string; readonly surface: string };
export type Template = { readonly parts: readonly (string | Slot)[] };

const SLOT = /\{([a-z_]+):([^{}]+)\}/g;

export class SlotError extends Error {
  override readonly name = 'SlotError';
}

export function parseTemplate(marked: string): Template {
  const parts: (string | Slot)[] = [];
  let end = 0;
  for (const found of marked.matchAll(SLOT)) {
    parts.push(marked.slice(end, found.index), { name: found[1] as string, surface: found[2] as string });
    end = found.index + found[0].length;
  }
  parts.push(marked.slice(end));
  const stray = parts.find((part) => typeof part === 'string' && /[{}]/.test(part));
  if (stray !== undefined) throw new SlotError(`a brace that is no {slot:surface}: ${JSON.stringify(stray)}`);
  return { parts };
}

export const slotsOf = (template: Template): readonly Slot[] =>
  template.parts.filter((part): part is Slot => typeof part !== 'string');

/** The first surface of each slot: what the gold call copies. */
export const surfacesOf = (template: Template): Readonly<Record<string, string>> =>
  Object.fromEntries([...slotsOf(template)].reverse().map(({ name, surface }) => [name, surface]));

export const textOf = (template: Template): string =>
  template.parts.map((part) => (typeof part === 'string' ? part : part.surface)).join('');

/** The same words around other values. The same surface of a slot gets the same new one wherever it stands. */
export const filled = (template: Template, surfaceFor: (slot: Slot) => string): Template => ({
  parts: template.parts.map((part) => (typeof part === 'string' ? part : { ...part, surface: surfaceFor(part) })),
});

/** A name as the call takes it: the sentence's article is no part of it ("in the print room"), its own is ("The Wool Barn"). */
export const withoutArticle = (surface: string): string => surface.replace(/^the\s+/, '');
