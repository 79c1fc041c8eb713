/**
 * Draws values that a zod schema accepts, by way of its JSON schema; for property tests. Only what our contracts use is
 * known, and anything else is an error, so that no part of a message is left undrawn without a word.
 *
 * Drawn are values that have one form on the wire: times with milliseconds, numbers but -0, JSON without `__proto__` keys.
 */
import fc from 'fast-check';
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;

export function arbitraryOf<Schema extends z.ZodType>(schema: Schema): fc.Arbitrary<z.infer<Schema>> {
  return draw(z.toJSONSchema(schema)).filter((value) => schema.safeParse(value).success) as fc.Arbitrary<
    z.infer<Schema>
  >;
}

/** JsonValue is the only schema that refers to itself, and so the only one behind a `$ref`. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)))
  .filter((value) => !JSON.stringify(value).includes('"__proto__"'));

function draw(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return json;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return fc.oneof(...options.map((option) => draw(option as JsonSchema)));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => draw({ type })));
  switch (schema.type) {
    case 'string':
      return drawText(schema);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? UINT32_MAX, UINT32_MAX) });
    case 'number':
      return drawNumber(schema);
    case 'array':
      return fc.array(draw(schema.items as JsonSchema), { minLength: schema.minItems ?? 0, maxLength: 4 });
    case 'object':
      return drawObject(schema);
    default:
      throw new Error(
        `no values can be drawn for ${JSON.stringify(schema)}; teach schema-arbitrary.ts this part of JSON schema`,
      );
  }
}

const UINT32_MAX = 2 ** 32 - 1;

function drawText({ format, pattern, minLength, maxLength }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time')
    return fc.date({ min: MIN_TIME, max: MAX_TIME, noInvalidDate: true }).map((at) => at.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: 'binary', minLength: minLength ?? 0, maxLength: Math.min(maxLength ?? 40, 40) });
}

/** Before 1970 as well: the seconds of a Timestamp are negative there. */
const MIN_TIME = new Date('1901-01-01');
const MAX_TIME = new Date('2199-12-31');

const drawNumber = ({ minimum, maximum }: JsonSchema): fc.Arbitrary<number> =>
  fc.double({ min: minimum ?? -1e300, max: maximum ?? 1e300, noNaN: true }).map((value) => value + 0);

function drawObject({ properties, additionalProperties, required }: JsonSchema): fc.Arbitrary<object> {
  if (properties === undefined)
    return fc.dictionary(
      fc.string({ maxLength: 10 }).filter((key) => key !== '__proto__'),
      draw(additionalProperties as JsonSchema),
      {
        noNullPrototype: true,
        maxKeys: 4,
      },
    );
  const members = Object.entries(properties).map(([name, member]) => [name, draw(member as JsonSchema)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: required ?? [], noNullPrototype: true });
}
