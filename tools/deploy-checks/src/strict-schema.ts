/** Turns a schema of a custom resource into one of JSON that refuses what it does not name. Pure. */

export type JsonSchema = {
  readonly [key: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
};

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Every object with named properties refuses others, unless it says that it keeps them. The branches of a choice are left as they
 * are: what they name is named outside them too. A number that may be a text, such as a port, loses its type.
 */
export function strict(schema: JsonSchema): JsonSchema {
  const { type, ...rest } = schema;
  const entries = Object.entries(rest).map(([key, value]) => [key, strictPart(key, value)]);
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  const closes =
    schema.properties !== undefined &&
    schema.additionalProperties === undefined &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true;
  return {
    ...(type === undefined || isEither ? {} : { type }),
    ...Object.fromEntries(entries),
    ...(closes ? { additionalProperties: false } : {}),
  };
}

function strictPart(key: string, value: unknown): unknown {
  if (key === 'pattern' && typeof value === 'string') return patternOfGo(value);
  if (key === 'properties' && isSchema(value))
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, strict(part as JsonSchema)]));
  return (key === 'items' || key === 'additionalProperties') && isSchema(value) ? strict(value) : value;
}

/** Go switches letter case off from a place on; JavaScript does so for a group. */
const patternOfGo = (pattern: string): string => pattern.replace(/\(\?i\)(.*)$/s, '(?i:$1)');
