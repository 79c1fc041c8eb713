/**
 * From placeholders back to values. A condition's placeholder becomes the literal in the unit of the field that it is
 * compared with, read from the place where the request says it: `<AMOUNT_1>` of "two hours" is 120 of `duration_minutes`.
 * A value is a placeholder of this task, a member of a closed set or a truth value; nothing else that a model writes is one.
 */
import type { Condition } from '@pitcrew/contracts';
import { quantitiesIn, saidNumbers } from '@pitcrew/specialists';
import { type Pack, type ScalarType, toolOf } from '@pitcrew/workflow';
import type { Place } from '../redaction/redactor.ts';
import type { Vault } from '../redaction/vault.ts';

export type Bindings = {
  readonly vault: Vault;
  /** As the redaction read it. */
  readonly request: string;
  readonly places: readonly Place[];
};

export type AskedCondition = {
  readonly field: string;
  readonly operator: Condition['operator'];
  readonly value: string | boolean;
};

type Asked =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'problem'; readonly message: string };

/** The reference of the condition still names a tool: `check_refund_policy.refund_amount`. */
export function conditionOf(pack: Pack, { field, operator, value }: AskedCondition, bindings: Bindings): Asked {
  const [tool = '', ...path] = field.split('.');
  const type = toolOf(pack, tool)?.result[path.join('.')];
  if (type === undefined) return problem(`${field} is not a result that a condition can read`);
  const literal = literalOf(pack, field, type as ScalarType, value, bindings);
  if (literal === undefined)
    return problem(`the value that ${field} is compared with is not one of the request’s or of the pack’s`);
  if (typeof literal !== 'number' && operator !== 'eq' && operator !== 'ne') return problem(`${field} has no order`);
  return { kind: 'condition', condition: { reference: field, operator, literal } };
}

const problem = (message: string): Asked => ({ kind: 'problem', message });

function literalOf(
  pack: Pack,
  field: string,
  type: ScalarType,
  value: string | boolean,
  bindings: Bindings,
): Condition['literal'] | undefined {
  if (type === 'boolean') return truthValue(String(value));
  if (typeof value === 'boolean') return undefined;
  if (type === 'string') {
    const closed = pack.conditions.filter(({ reference }) => reference === field).flatMap(({ values }) => values);
    return bindings.vault.valueOf(value) ?? closed.find((member) => member.toLowerCase() === value.toLowerCase());
  }
  const number = numberOf(field, type, value, bindings);
  return type === 'integer' && !Number.isInteger(number) ? undefined : number;
}

/** "Two grand", "one fifty": what follows changes the number, and no reader can tell it for certain. */
const GOES_ON = /^[\s-]*(?:grand|k|c|m|hundred|thousand|million|dozen|score)\b/i;

function numberOf(field: string, type: ScalarType, placeholder: string, bindings: Bindings): number | undefined {
  const { vault, request, places } = bindings;
  const original = vault.valueOf(placeholder);
  if (original === undefined) return undefined;
  const own = places.filter((place) => place.placeholder === placeholder);
  if (own.some(({ end }) => GOES_ON.test(request.slice(end)))) return undefined;
  if (own.some((place) => places.some((other) => isBeside(place, other, request)))) return undefined;
  const said = quantitiesIn(request, { name: field.split('.').at(-1) ?? '', isInteger: type === 'integer' });
  const meant = own.flatMap(({ at, end }) => said.filter((quantity) => quantity.at < end && at < quantity.end));
  return meant[0]?.value ?? plainNumber(original);
}

/** Two numbers with nothing but a blank between them, both in words. */
const isBeside = (one: Place, other: Place, request: string): boolean => {
  const [first, second] = one.at < other.at ? [one, other] : [other, one];
  return (
    /^[\s-]$/.test(request.slice(first.end, second.at)) &&
    [first, second].every(
      ({ placeholder, at, end }) => placeholder.startsWith('<AMOUNT') && !/\d/.test(request.slice(at, end)),
    )
  );
};

export const truthValue = (written: string): boolean | undefined =>
  written === 'true' || written === 'false' ? written === 'true' : undefined;

/** The number that a whole text says: `1,200`, `two hundred`. */
export function plainNumber(text: string): number | undefined {
  const [only, ...more] = saidNumbers(text);
  if (only !== undefined && more.length === 0 && only.at === 0 && only.end === text.length) return only.value;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
