/**
 * What a tool's JSON schema asks for, as a flat list of slots: one for each scalar and each list of scalars, nested objects
 * by path (`filters.city`). What no closed set can be made for from the schema alone (a free object, a list of objects) is
 * `open`: it may still be taken whole from a result. Schemas come from outside, so everything unknown is read as `open`.
 */
import type { JsonObject, JsonValue } from '@pitcrew/contracts';

export const SLOTS_MAX = 16;
const DEPTH_MAX = 3;

export type Scalar =
  | { readonly kind: 'closed'; readonly values: readonly JsonValue[] }
  | { readonly kind: 'number'; readonly integer: boolean; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'string' };
export type SlotType = Scalar | { readonly kind: 'list'; readonly of: Scalar } | { readonly kind: 'open' };

export type Slot = {
  readonly path: readonly string[];
  readonly type: SlotType;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** The schema's own default is always an option. */
  readonly fallback: JsonValue | undefined;
};

export const slotName = ({ path }: Pick<Slot, 'path'>): string => path.join('.');

/** Required slots first come first in their order; beyond SLOTS_MAX optional ones are not offered. */
export function slotsOf(parameters: JsonObject): readonly Slot[] {
  const all = objectSlots(parameters, [], false, { root: parameters, depth: 0 });
  if (all.length <= SLOTS_MAX) return all;
  const room = Math.max(0, SLOTS_MAX - all.filter(({ optional }) => !optional).length);
  const kept = new Set(all.filter(({ optional }) => optional).slice(0, room));
  return all.filter((slot) => !slot.optional || kept.has(slot));
}

type Place = { readonly root: JsonObject; readonly depth: number };

function objectSlots(schema: JsonObject, path: readonly string[], optional: boolean, place: Place): Slot[] {
  const required = new Set(listOf(schema.required).map(String));
  return Object.entries(objectOf(schema.properties)).flatMap(([name, member]) => {
    const { schema: found, nullable } = plain(objectOf(member), place);
    const mayLack = optional || !required.has(name);
    const inner = { ...place, depth: place.depth + 1 };
    if (isObjectSchema(found) && place.depth + 1 < DEPTH_MAX)
      return objectSlots(found, [...path, name], mayLack || nullable, inner);
    return [
      { path: [...path, name], type: typeOf(found, inner), optional: mayLack, nullable, fallback: found.default },
    ];
  });
}

const isObjectSchema = (schema: JsonObject): boolean =>
  schema.properties !== undefined && Object.keys(objectOf(schema.properties)).length > 0;

function typeOf(schema: JsonObject, place: Place): SlotType {
  const scalar = scalarOf(schema);
  if (scalar !== undefined) return scalar;
  if (schema.type !== 'array') return { kind: 'open' };
  const of = scalarOf(plain(objectOf(schema.items), place).schema);
  return of === undefined ? { kind: 'open' } : { kind: 'list', of };
}

function scalarOf(schema: JsonObject): Scalar | undefined {
  if (schema.const !== undefined) return { kind: 'closed', values: [schema.const] };
  if (Array.isArray(schema.enum)) return { kind: 'closed', values: schema.enum.filter(isScalar) };
  switch (schema.type) {
    case 'boolean':
      return { kind: 'closed', values: [true, false] };
    case 'string':
      return { kind: 'string' };
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        integer: schema.type === 'integer',
        minimum: boundOf(schema.minimum, Number.NEGATIVE_INFINITY),
        maximum: boundOf(schema.maximum, Number.POSITIVE_INFINITY),
      };
    default:
      return undefined;
  }
}

/** Follows `$ref` inside the same schema, and takes `null` out of a type that allows it. */
function plain(schema: JsonObject, place: Place, hops = 0): { schema: JsonObject; nullable: boolean } {
  if (typeof schema.$ref === 'string' && hops < DEPTH_MAX) {
    const target = schema.$ref
      .replace(/^#\/?/, '')
      .split('/')
      .reduce<JsonObject>((at, part) => (part === '' ? at : objectOf(at[part])), place.root);
    return plain(target, place, hops + 1);
  }
  const options = [...listOf(schema.anyOf), ...listOf(schema.oneOf)].map(objectOf);
  const real = options.filter(({ type }) => type !== 'null');
  if (real.length === 1 && hops < DEPTH_MAX) {
    const inner = plain(real[0] as JsonObject, place, hops + 1);
    return { schema: inner.schema, nullable: inner.nullable || real.length < options.length };
  }
  if (!Array.isArray(schema.type)) return { schema, nullable: schema.nullable === true };
  const types = schema.type.filter((type) => type !== 'null');
  const nullable = types.length < schema.type.length;
  return { schema: types.length === 1 ? { ...schema, type: types[0] as JsonValue } : schema, nullable };
}

const isScalar = (value: JsonValue): boolean => value === null || typeof value !== 'object';
const boundOf = (value: JsonValue | undefined, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;
const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
