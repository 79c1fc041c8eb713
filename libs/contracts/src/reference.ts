/**
 * References into results, resolved by code: no model copies an id or does arithmetic, and a result enters arguments only
 * by a typed path (R7). `$s1.zone` is a value, `$s1.items[].sku` a list; `sum($s1.items[].qty)`, `count(...)` and
 * `join(...)` fold a list into one value.
 */

import { assertNever } from './assert-never.ts';
import type { StepId } from './ids.ts';
import type { JsonValue } from './json.ts';
import type { Condition } from './plan.ts';

export type Results = {
  readonly steps: ReadonlyMap<StepId, JsonValue>;
  /** The current element of `for_each`. */
  readonly item?: JsonValue | undefined;
};

export class UnresolvedReference extends Error {
  override readonly name = 'UnresolvedReference';
}

const SOURCE = /^(?:(sum|count|join)\((\$[^()]+)\)|(\$[^()]+))$/;

/** Whether a text that a model wrote is a reference rather than a literal. */
export const isReference = (text: string): boolean => SOURCE.test(text);

/** The step whose result a plain reference looks into; `item` for the current element. */
export const stepReferredTo = (reference: string): StepId => reference.slice(1).split('.')[0] as StepId;

/** The value that a reference, plain or folded, stands for. Throws UnresolvedReference when a part of the path is absent. */
export function resolveReference(text: string, results: Results): JsonValue {
  const [, fold, folded, plain] = SOURCE.exec(text) ?? fail(`${text} is not a reference`);
  if (fold === undefined) return follow(plain as string, results);
  const list = follow(folded as string, results);
  if (!Array.isArray(list)) return fail(`${folded} is not a list`);
  if (fold === 'count') return list.length;
  if (fold === 'join') return list.map(String).join(', ');
  return list.reduce((total: number, value) => total + Number(value), 0);
}

export function holds(condition: Condition, results: Results): boolean {
  const { operator, literal } = condition;
  const value = resolveReference(condition.reference, results);
  if (operator === 'eq') return value === literal;
  if (operator === 'ne') return value !== literal;
  if (typeof value !== typeof literal || (typeof value !== 'number' && typeof value !== 'string'))
    return fail(`${condition.reference} cannot be ordered against ${JSON.stringify(literal)}`);
  switch (operator) {
    case 'lt':
      return value < literal;
    case 'le':
      return value <= literal;
    case 'gt':
      return value > literal;
    case 'ge':
      return value >= literal;
    default:
      return assertNever(operator);
  }
}

function follow(path: string, results: Results): JsonValue {
  const [head, ...parts] = path.slice(1).split('.');
  const root = head === 'item' ? results.item : results.steps.get(head as StepId);
  if (root === undefined) return fail(`${path}: there is no result of ${head}`);
  return parts.reduce<JsonValue>((value, part) => member(value, part, path), root);
}

function member(value: JsonValue, part: string, path: string): JsonValue {
  if (Array.isArray(value)) return value.flatMap((element) => member(element, part, path) as JsonValue);
  const name = part.endsWith('[]') ? part.slice(0, -2) : part;
  const found = typeof value === 'object' && value !== null ? (value as Record<string, JsonValue>)[name] : undefined;
  if (found === undefined) return fail(`${path}: ${name} is absent`);
  return found;
}

const fail = (message: string): never => {
  throw new UnresolvedReference(message);
};
