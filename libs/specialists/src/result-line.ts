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

export type ShownField = { readonly path: string; readonly value: string };

export function resultLine(pack: Pack, done: StepResult): string {
  const fields = shownFields(pack, done);
  return fields.length === 0 ? '' : fieldsLine(done, fields, RESULT_FIELDS_MAX, RESULT_VALUE_CHARACTERS_MAX);
}

/** The first fields with shortened values; the others are counted, not passed over in silence. */
export function fieldsLine(
  { step, tool }: StepResult,
  fields: readonly ShownField[],
  fieldsMax: number,
  charactersMax: number,
): string {
  const shown = fields
    .slice(0, fieldsMax)
    .map(({ path, value }) => `$${step}.${path}=${shorten(value, charactersMax)}`);
  const left = fields.length - shown.length;
  return `${tool}: ${[...shown, ...(left === 0 ? [] : [`[${left} more fields]`])].join(' ')}`;
}

/** What can be read of a result, in the order of the pack, each value in its whole length. */
export function shownFields(pack: Pack, done: StepResult): readonly ShownField[] {
  const referable = referableFrom(pack, done);
  return Object.keys(pack.tools[done.tool]?.result ?? {})
    .filter((path) => referable.has(`$${done.step}.${path}`))
    .map((path) => ({ path, value: asText(fieldOf(done, path) as JsonValue) }))
    .filter(({ value }) => value !== '');
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
