/** JSON values as a reader of the story sees them: short, on one line, cut with a mark where they are long. */
import { type JsonObject, type JsonValue, visibleText } from '@pitcrew/contracts';

const RESULT_CHARACTERS_MAX = 400;

/** `order_id=4521, customer="acme-corp"` */
export const assignments = (object: JsonObject): string =>
  Object.entries(object)
    .map(([name, value]) => `${visibleText(name)}=${compact(value)}`)
    .join(', ');

export function resultText(value: JsonValue): string {
  const text = isObject(value) ? assignments(value) : compact(value);
  return text.length <= RESULT_CHARACTERS_MAX ? text : `${text.slice(0, RESULT_CHARACTERS_MAX - 1)}…`;
}

export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** JSON with a space after each comma, so that long lines may break there. What nobody would see stands there as its escape. */
function compact(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return visibleText(JSON.stringify(value));
  if (isList(value)) return `[${value.map(compact).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => `${visibleText(name)}: ${compact(member)}`);
  return `{${members.join(', ')}}`;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value);
