/**
 * The shorter lines that stand for a finished step when its full line (result-line.ts) has to give way to the window:
 *
 *     validate_order: $s1.status=pen… $s1.order_id=4521 $s1.items[].sku=W-1…
 *     validate_order: $s1 done, status:string, order_id:integer, items[2], #3fa9c1d2, expandable
 *     validate_order: $s1
 *
 * The first still writes each field as the reference that stands for it. The second says what the result holds by type, how
 * long its lists are, and by its digest which result it is. Each says of which step it is, so it can be expanded again.
 */
import { digestOf, type JsonValue, type StepResult } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import { fieldOf, fieldsLine, RESULT_FIELDS_MAX, type ShownField, shownFields } from './result-line.ts';

export const CONDENSED_TOKENS_MAX = 150;
const CONDENSED_VALUE_CHARACTERS_MAX = 4;
/** Tells the results of one run apart. */
const DIGEST_CHARACTERS = 8;

export function shorterLines(
  pack: Pack,
  done: StepResult,
  countTokens: (text: string) => number,
): readonly [condensed: string, summary: string, mention: string] {
  const fields = shownFields(pack, done);
  return [condensedLine(done, fields, countTokens), summaryLine(pack, done, fields), `${done.tool}: $${done.step}`];
}

/** As many fields as the limit allows; with none, their number alone. */
function condensedLine(done: StepResult, fields: readonly ShownField[], countTokens: (text: string) => number): string {
  const lineWith = (count: number) => fieldsLine(done, fields, count, CONDENSED_VALUE_CHARACTERS_MAX);
  let count = Math.min(fields.length, RESULT_FIELDS_MAX);
  while (count > 0 && countTokens(lineWith(count)) > CONDENSED_TOKENS_MAX) count -= 1;
  return lineWith(count);
}

function summaryLine(pack: Pack, done: StepResult, fields: readonly ShownField[]): string {
  const types = [...new Set(fields.map(({ path }) => typeOf(pack, done, path)))];
  const digest = digestOf(done.result).slice('sha256:'.length).slice(0, DIGEST_CHARACTERS);
  return `${done.tool}: $${done.step} done, ${[...types, `#${digest}`].join(', ')}, expandable`;
}

/** `zone:string` for a value, `items[2]` for a list and for all that is read through it. */
function typeOf(pack: Pack, done: StepResult, path: string): string {
  const [list] = path.split('[]');
  const value: JsonValue | undefined = list === undefined ? undefined : fieldOf(done, list);
  return Array.isArray(value) ? `${list}[${value.length}]` : `${path}:${pack.tools[done.tool]?.result[path]}`;
}
