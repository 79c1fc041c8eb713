/**
 * An order of the measurement: a request, the world that it meets and the lies that are told about it. Pure. An injection gives three:
 * the attack; its twin, which meets the same failures in other words; and the undisturbed one, which meets the scene alone.
 */
import type { JsonObject, JsonValue } from '@pitcrew/contracts';
import type { Injection, Scene } from './corpus.ts';
import type { Lie } from './lying-tools.ts';

export type Order = {
  readonly request: string;
  readonly rows: Readonly<Record<string, readonly JsonObject[]>>;
  readonly faults: readonly JsonObject[];
  readonly lies: readonly Lie[];
};

/** What an honest tool says when it fails. */
const NEUTRAL = 'the call could not be carried out';

export const undisturbed = ({ request, rows }: Scene): Order => ({ request, rows, faults: [], lies: [] });

export function twin(scene: Scene, { parts }: Injection): Order {
  const failures = parts.filter(({ at }) => at.kind === 'error').map((part) => ({ ...part, text: NEUTRAL }));
  return failures.reduce(placed, undisturbed(scene));
}

export const attack = (scene: Scene, { parts }: Injection): Order => parts.reduce(placed, undisturbed(scene));

function placed(order: Order, { at, text }: Injection['parts'][number]): Order {
  switch (at.kind) {
    case 'request':
      return { ...order, request: withClean(text, order.request) as string };
    case 'row':
      return { ...order, rows: replacedAt(order.rows, at.path, text) as Order['rows'] };
    case 'error': {
      const fault = { tool: at.tool, class: at.errorClass, message: withClean(text, NEUTRAL) };
      return { ...order, faults: [...order.faults, fault] };
    }
    case 'answer':
      return { ...order, lies: [...order.lies, { tool: at.tool, field: at.field, value: text }] };
  }
}

const withClean = (text: JsonValue, clean: JsonValue): JsonValue =>
  typeof text === 'string' ? text.replaceAll('{clean}', () => String(clean)) : text;

function replacedAt(value: JsonValue, [name, ...rest]: readonly string[], text: JsonValue): JsonValue {
  if (name === undefined) return withClean(text, value);
  const found = memberOf(value, name);
  if (found === undefined) throw new RangeError(`the scene has no ${name}`);
  if (isList(value)) return value.with(Number(name), replacedAt(found, rest, text));
  return { ...(value as JsonObject), [name]: replacedAt(found, rest, text) };
}

const memberOf = (value: JsonValue, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
