/**
 * A finished step as one short line that models read: `validate_order: $s1.order_id=4521 $s1.items[].sku=W-100,W-200`.
 * Every field is written as the reference that stands for it, so choosing a reference is copying. Only what the pack
 * declares is shown, in its order, and only what some argument of the pack could be made from.
 */
import { type JsonValue, resolveReference, type StepResult, UnresolvedReference } from '@pitcrew/contracts';
import { type Pack, referenceCandidates } from '@pitcrew/workflow';
import { oneLine, shorten } from './text.ts';

export const RESULT_FIELDS_MAX = 12;
/** Enough to tell a number from a word; digits cost a token each, and nothing is copied from here but the reference. */
export const RESULT_VALUE_CHARACTERS_MAX = 10;

export function resultLine(pack: Pack, done: StepResult): string {
  const shown = shownFields(pack, done).map(({ path, value }) => `$${done.step}.${path}=${value}`);
  return shown.length === 0 ? '' : `${done.tool}: ${shown.join(' ')}`;
}

function shownFields(pack: Pack, done: StepResult): { readonly path: string; readonly value: string }[] {
  const referable = referableFrom(pack, done);
  return Object.keys(pack.tools[done.tool]?.result ?? {})
    .filter((path) => referable.has(`$${done.step}.${path}`))
    .slice(0, RESULT_FIELDS_MAX)
    .map((path) => ({ path, value: asText(fieldOf(done, path) as JsonValue) }))
    .filter(({ value }) => value !== '')
    .map(({ path, value }) => ({ path, value: shorten(value, RESULT_VALUE_CHARACTERS_MAX) }));
}

/** What some argument of the pack that a model fills could be made from. The same for every step of a run, so the prompts share a prefix. */
const referableFrom = (pack: Pack, done: StepResult): ReadonlySet<string> =>
  new Set(
    Object.values(pack.tools).flatMap((tool) =>
      Object.entries(tool.arguments)
        .filter(([, { bound }]) => bound === undefined)
        .flatMap(([name]) => referenceCandidates(pack, tool.name, [done], name)),
    ),
  );

/** What a declared path of a result holds; undefined when the result lacks it. */
export function fieldOf(done: StepResult, path: string): JsonValue | undefined {
  try {
    return resolveReference(`$${done.step}.${path}`, { steps: new Map([[done.step, done.result]]) });
  } catch (error) {
    if (error instanceof UnresolvedReference) return undefined;
    throw error;
  }
}

export const asText = (value: JsonValue): string =>
  Array.isArray(value)
    ? value.map((each: JsonValue) => asText(each)).join(',')
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : oneLine(String(value));
